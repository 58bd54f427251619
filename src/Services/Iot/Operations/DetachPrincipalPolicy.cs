using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Detaches a policy.</summary>
internal sealed class DetachPrincipalPolicy(PolicyTable policies)
    : IOperation<DetachPrincipalPolicyRequest, DetachPrincipalPolicyResponse>
{
    public string Resource(CallContext call, DetachPrincipalPolicyRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public async ValueTask<DetachPrincipalPolicyResponse> HandleAsync(
        CallContext call, DetachPrincipalPolicyRequest request, CancellationToken cancellationToken)
    {
        await PolicyVersions.DetachAsync(policies, IotRealm.Of(call), request.PolicyName, request.Principal, cancellationToken);
        return new();
    }
}
