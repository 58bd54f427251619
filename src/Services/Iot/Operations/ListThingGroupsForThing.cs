using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>The groups a thing is in.</summary>
internal sealed class ListThingGroupsForThing(ThingTable things)
    : IOperation<ListThingGroupsForThingRequest, ListThingGroupsForThingResponse>
{
    public string Resource(CallContext call, ListThingGroupsForThingRequest request) => IotRealm.Of(call).Arn($"thing/{request.ThingName}");

    public ValueTask<ListThingGroupsForThingResponse> HandleAsync(
        CallContext call, ListThingGroupsForThingRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (page, next) = things.Store.Read(state =>
        {
            things.Require(state, realm, request.ThingName);
            return Pages.Of(things.Members.LeftOf(state, realm, request.ThingName), name => name, request.NextToken, request.MaxResults);
        });
        return ValueTask.FromResult(new ListThingGroupsForThingResponse
        {
            ThingGroups = [.. page.Select(name => ThingViews.NameOf(realm, name))],
            NextToken = next,
        });
    }
}
