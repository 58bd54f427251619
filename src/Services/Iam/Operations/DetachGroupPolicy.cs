using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Detaches a managed policy from a group.</summary>
internal sealed class DetachGroupPolicy(EntityPolicies entities) : IOperation<DetachGroupPolicyRequest, DetachGroupPolicyResponse>
{
    public string Resource(CallContext call, DetachGroupPolicyRequest request) => entities.ArnOf(EntityKind.Group, call.Account, request.GroupName);

    public async ValueTask<DetachGroupPolicyResponse> HandleAsync(
        CallContext call, DetachGroupPolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.DetachAsync(EntityKind.Group, call.Account, request.GroupName, request.PolicyArn, cancellationToken);
        return new();
    }
}
