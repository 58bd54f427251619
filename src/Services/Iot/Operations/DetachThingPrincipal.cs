using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Detaches a certificate from a thing.</summary>
internal sealed class DetachThingPrincipal(ThingTable things, PolicyTable policies)
    : IOperation<DetachThingPrincipalRequest, DetachThingPrincipalResponse>
{
    public string Resource(CallContext call, DetachThingPrincipalRequest request) => IotRealm.Of(call).Arn($"thing/{request.ThingName}");

    public async ValueTask<DetachThingPrincipalResponse> HandleAsync(
        CallContext call, DetachThingPrincipalRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await things.Store.WriteAsync(
            state =>
            {
                things.Require(state, realm, request.ThingName);

                things.Principals.Remove(state, realm, request.Principal, request.ThingName);
                return true;
            },
            cancellationToken);
        policies.Changed();
        return new();
    }
}
