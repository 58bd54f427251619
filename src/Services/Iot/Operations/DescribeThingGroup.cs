using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>One thing group.</summary>
internal sealed class DescribeThingGroup(ThingTable things)
    : IOperation<DescribeThingGroupRequest, DescribeThingGroupResponse>
{
    public string Resource(CallContext call, DescribeThingGroupRequest request) => IotRealm.Of(call).Arn($"thinggroup/{request.ThingGroupName}");

    public ValueTask<DescribeThingGroupResponse> HandleAsync(
        CallContext call, DescribeThingGroupRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (group, parents) = things.Store.Read(state =>
        {
            var found = things.RequireGroup(state, realm, request.ThingGroupName);
            var above = new List<GroupNameAndArn>();
            for (var name = found.Parent; name is not null; name = things.Groups.Find(state, realm.Key(name))?.Parent)
            {
                above.Insert(0, ThingViews.NameOf(realm, name));
            }

            return (found, above);
        });
        return ValueTask.FromResult(new DescribeThingGroupResponse
        {
            ThingGroupName = group.Name,
            ThingGroupId = group.Id,
            ThingGroupArn = realm.Arn($"thinggroup/{group.Name}"),
            Version = 1,
            ThingGroupProperties = new()
            {
                ThingGroupDescription = group.Description,
                AttributePayload = group.Attributes is null ? null : new() { Attributes = group.Attributes },
            },
            ThingGroupMetadata = new()
            {
                ParentGroupName = group.Parent,
                RootToParentThingGroups = parents,
                CreationDate = group.CreatedAt,
            },
        });
    }
}
