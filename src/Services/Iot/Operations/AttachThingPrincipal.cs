using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Attaches a certificate to a thing.</summary>
internal sealed class AttachThingPrincipal(ThingTable things, CertificateTable certificates, PolicyTable policies)
    : IOperation<AttachThingPrincipalRequest, AttachThingPrincipalResponse>
{
    public string Resource(CallContext call, AttachThingPrincipalRequest request) => IotRealm.Of(call).Arn($"thing/{request.ThingName}");

    public async ValueTask<AttachThingPrincipalResponse> HandleAsync(
        CallContext call, AttachThingPrincipalRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await things.Store.WriteAsync(
            state =>
            {
                things.Require(state, realm, request.ThingName);
                if (IotNames.CertificateIdOf(request.Principal) is { } id)
                {
                    certificates.Require(state, realm, id);
                }

                things.Principals.Add(state, realm, request.Principal, request.ThingName);
                return true;
            },
            cancellationToken);
        policies.Changed();
        return new();
    }
}
