using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Attaches a policy to a certificate or thing group.</summary>
internal sealed class AttachPrincipalPolicy(PolicyTable policies, CertificateTable certificates)
    : IOperation<AttachPrincipalPolicyRequest, AttachPrincipalPolicyResponse>
{
    public string Resource(CallContext call, AttachPrincipalPolicyRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public async ValueTask<AttachPrincipalPolicyResponse> HandleAsync(
        CallContext call, AttachPrincipalPolicyRequest request, CancellationToken cancellationToken)
    {
        await PolicyVersions.AttachAsync(policies, certificates, IotRealm.Of(call), request.PolicyName, request.Principal, cancellationToken);
        return new();
    }
}
