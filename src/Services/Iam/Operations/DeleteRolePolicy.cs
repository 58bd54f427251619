using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Deletes an inline policy of a role.</summary>
internal sealed class DeleteRolePolicy(EntityPolicies entities) : IOperation<DeleteRolePolicyRequest, DeleteRolePolicyResponse>
{
    public string Resource(CallContext call, DeleteRolePolicyRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public async ValueTask<DeleteRolePolicyResponse> HandleAsync(
        CallContext call, DeleteRolePolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.DeleteInlineAsync(EntityKind.Role, call.Account, request.RoleName, request.PolicyName, cancellationToken);
        return new();
    }
}
