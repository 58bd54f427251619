using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Adds or replaces an inline policy of a role.</summary>
internal sealed class PutRolePolicy(EntityPolicies entities) : IOperation<PutRolePolicyRequest, PutRolePolicyResponse>
{
    public string Resource(CallContext call, PutRolePolicyRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public async ValueTask<PutRolePolicyResponse> HandleAsync(
        CallContext call, PutRolePolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.PutInlineAsync(EntityKind.Role, call.Account, request.RoleName, request.PolicyName, request.PolicyDocument, cancellationToken);
        return new();
    }
}
