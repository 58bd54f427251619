using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Creates a static thing group.</summary>
internal sealed class CreateThingGroup(ThingTable things, IdSource ids, TimeProvider clock)
    : IOperation<CreateThingGroupRequest, CreateThingGroupResponse>
{
    public string Resource(CallContext call, CreateThingGroupRequest request) => IotRealm.Of(call).Arn($"thinggroup/{request.ThingGroupName}");

    public async ValueTask<CreateThingGroupResponse> HandleAsync(
        CallContext call, CreateThingGroupRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var arn = realm.Arn($"thinggroup/{request.ThingGroupName}");
        var tags = ThingAttributes.Tags(request.Tags);
        var group = await things.Store.WriteAsync(
            state =>
            {
                if (things.Groups.Find(state, realm.Key(request.ThingGroupName)) is { } existing)
                {
                    throw IotErrors.Exists($"Thing Group {existing.Name} already exists in current account", existing.Id, arn);
                }

                if (request.ParentGroupName is { } parent)
                {
                    things.RequireGroup(state, realm, parent);
                }

                var added = new ThingGroupState
                {
                    Name = request.ThingGroupName,
                    Id = ids.NewId(),
                    Parent = request.ParentGroupName,
                    Description = request.ThingGroupProperties?.ThingGroupDescription,
                    Attributes = request.ThingGroupProperties?.AttributePayload?.Attributes,
                    CreatedAt = clock.GetUtcNow(),
                };
                things.Groups.Put(state, realm.Key(added.Name), added);
                things.SetTags(state, realm, arn, tags);
                return added;
            },
            cancellationToken);
        return new() { ThingGroupName = group.Name, ThingGroupArn = arn, ThingGroupId = group.Id };
    }
}
