using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>The principals attached to a thing.</summary>
internal sealed class ListThingPrincipals(ThingTable things)
    : IOperation<ListThingPrincipalsRequest, ListThingPrincipalsResponse>
{
    public string Resource(CallContext call, ListThingPrincipalsRequest request) => IotRealm.Of(call).Arn($"thing/{request.ThingName}");

    public ValueTask<ListThingPrincipalsResponse> HandleAsync(
        CallContext call, ListThingPrincipalsRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (page, next) = things.Store.Read(state =>
        {
            things.Require(state, realm, request.ThingName);
            return Pages.Of(
                things.Principals.LeftOf(state, realm, request.ThingName), name => name, request.NextToken, request.MaxResults);
        });
        return ValueTask.FromResult(new ListThingPrincipalsResponse { Principals = page, NextToken = next });
    }
}
