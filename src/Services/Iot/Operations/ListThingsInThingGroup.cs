using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>The things of a group, and of those below it if asked.</summary>
internal sealed class ListThingsInThingGroup(ThingTable things)
    : IOperation<ListThingsInThingGroupRequest, ListThingsInThingGroupResponse>
{
    public string Resource(CallContext call, ListThingsInThingGroupRequest request) => IotRealm.Of(call).Arn($"thinggroup/{request.ThingGroupName}");

    public ValueTask<ListThingsInThingGroupResponse> HandleAsync(
        CallContext call, ListThingsInThingGroupRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (page, next) = things.Store.Read(state =>
        {
            things.RequireGroup(state, realm, request.ThingGroupName);
            var groups = new List<string> { request.ThingGroupName };
            if (request.Recursive == true)
            {
                var all = things.Groups.Scan(state, realm.Prefix()).Select(entry => entry.Value).ToList();
                for (var at = 0; at < groups.Count; at++)
                {
                    groups.AddRange(all.Where(group => group.Parent == groups[at]).Select(group => group.Name));
                }
            }

            var names = groups.SelectMany(group => things.Members.RightOf(state, realm, group)).Distinct().Order(StringComparer.Ordinal);
            return Pages.Of(names, name => name, request.NextToken, request.MaxResults);
        });
        return ValueTask.FromResult(new ListThingsInThingGroupResponse { Things = page, NextToken = next });
    }
}
