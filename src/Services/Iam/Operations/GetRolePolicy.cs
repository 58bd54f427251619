using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Shows an inline policy of a role.</summary>
internal sealed class GetRolePolicy(EntityPolicies entities) : IOperation<GetRolePolicyRequest, GetRolePolicyResponse>
{
    public string Resource(CallContext call, GetRolePolicyRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public ValueTask<GetRolePolicyResponse> HandleAsync(
        CallContext call, GetRolePolicyRequest request, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(new GetRolePolicyResponse
        {
            RoleName = request.RoleName,
            PolicyName = request.PolicyName,
            PolicyDocument = entities.Inline(EntityKind.Role, call.Account, request.RoleName, request.PolicyName),
        });
    }
}
