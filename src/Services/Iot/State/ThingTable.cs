using Weir.Kernel.State;
using Weir.Services.Iot.Domain;

namespace Weir.Services.Iot.State;

/// <summary>Things, their types and groups, and the principals attached to them. Safe from any thread.</summary>
internal sealed class ThingTable(IStateStore store, TimeProvider clock)
{
    private readonly StateTable<TagState> _tags = new("iot_tags", IotJson.Default.TagState);

    public IStateStore Store { get; } = store;

    public StateTable<ThingState> Things { get; } = new("iot_things", IotJson.Default.ThingState);

    public StateTable<ThingTypeState> Types { get; } = new("iot_thing_types", IotJson.Default.ThingTypeState);

    public StateTable<ThingGroupState> Groups { get; } = new("iot_thing_groups", IotJson.Default.ThingGroupState);

    /// <summary>Principal ARN to thing name.</summary>
    public LinkTable Principals { get; } = new("iot_principal_things", clock);

    /// <summary>Group name to thing name.</summary>
    public LinkTable Members { get; } = new("iot_group_things", clock);

    public ThingState Require(IStateReader state, IotRealm realm, string name) =>
        Things.Find(state, realm.Key(name)) ?? throw IotErrors.NotFound($"Thing {name} not found");

    public ThingTypeState RequireType(IStateReader state, IotRealm realm, string name) =>
        Types.Find(state, realm.Key(name)) ?? throw IotErrors.NotFound($"Thing type {name} not found");

    public ThingGroupState RequireGroup(IStateReader state, IotRealm realm, string name) =>
        Groups.Find(state, realm.Key(name)) ?? throw IotErrors.NotFound($"Thing group {name} not found");

    public IReadOnlyDictionary<string, string> TagsOf(IStateReader state, IotRealm realm, string arn) =>
        _tags.Find(state, realm.Key(arn))?.Tags ?? new Dictionary<string, string>();

    public void SetTags(IStateWriter state, IotRealm realm, string arn, IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count == 0)
        {
            _tags.Delete(state, realm.Key(arn));
        }
        else
        {
            _tags.Put(state, realm.Key(arn), new(tags));
        }
    }
}
