using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Replaces the policy that says who may assume a role.</summary>
internal sealed class UpdateAssumeRolePolicy(EntityPolicies entities) : IOperation<UpdateAssumeRolePolicyRequest, UpdateAssumeRolePolicyResponse>
{
    public string Resource(CallContext call, UpdateAssumeRolePolicyRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public async ValueTask<UpdateAssumeRolePolicyResponse> HandleAsync(
        CallContext call, UpdateAssumeRolePolicyRequest request, CancellationToken cancellationToken)
    {
        var trust = Documents.Trust(request.PolicyDocument);
        await entities.ChangeAsync(
            EntityKind.Role, call.Account, request.RoleName, (_, role) => role with { Trust = trust }, cancellationToken);
        return new();
    }
}
