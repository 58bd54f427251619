using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Detaches a managed policy from a role.</summary>
internal sealed class DetachRolePolicy(EntityPolicies entities) : IOperation<DetachRolePolicyRequest, DetachRolePolicyResponse>
{
    public string Resource(CallContext call, DetachRolePolicyRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public async ValueTask<DetachRolePolicyResponse> HandleAsync(
        CallContext call, DetachRolePolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.DetachAsync(EntityKind.Role, call.Account, request.RoleName, request.PolicyArn, cancellationToken);
        return new();
    }
}
