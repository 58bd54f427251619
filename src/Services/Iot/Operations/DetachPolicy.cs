using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Detaches a policy.</summary>
internal sealed class DetachPolicy(PolicyTable policies)
    : IOperation<DetachPolicyRequest, DetachPolicyResponse>
{
    public string Resource(CallContext call, DetachPolicyRequest request) => IotRealm.Of(call).Arn($"policy/{request.PolicyName}");

    public async ValueTask<DetachPolicyResponse> HandleAsync(
        CallContext call, DetachPolicyRequest request, CancellationToken cancellationToken)
    {
        await PolicyVersions.DetachAsync(policies, IotRealm.Of(call), request.PolicyName, request.Target, cancellationToken);
        return new();
    }
}
