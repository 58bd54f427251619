using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Attaches a managed policy to a role; again is no error.</summary>
internal sealed class AttachRolePolicy(EntityPolicies entities) : IOperation<AttachRolePolicyRequest, AttachRolePolicyResponse>
{
    public string Resource(CallContext call, AttachRolePolicyRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public async ValueTask<AttachRolePolicyResponse> HandleAsync(
        CallContext call, AttachRolePolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.AttachAsync(EntityKind.Role, call.Account, request.RoleName, request.PolicyArn, cancellationToken);
        return new();
    }
}
