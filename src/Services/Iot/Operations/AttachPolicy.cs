using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Attaches a policy to a certificate or thing group.</summary>
internal sealed class AttachPolicy(PolicyTable policies, CertificateTable certificates)
    : IOperation<AttachPolicyRequest, AttachPolicyResponse>
{
    public string Resource(CallContext call, AttachPolicyRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public async ValueTask<AttachPolicyResponse> HandleAsync(
        CallContext call, AttachPolicyRequest request, CancellationToken cancellationToken)
    {
        await PolicyVersions.AttachAsync(policies, certificates, IotRealm.Of(call), request.PolicyName, request.Target, cancellationToken);
        return new();
    }
}
