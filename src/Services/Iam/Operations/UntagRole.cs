using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Takes tags off a role.</summary>
internal sealed class UntagRole(EntityPolicies entities) : IOperation<UntagRoleRequest, UntagRoleResponse>
{
    public string Resource(CallContext call, UntagRoleRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public async ValueTask<UntagRoleResponse> HandleAsync(
        CallContext call, UntagRoleRequest request, CancellationToken cancellationToken)
    {
        await entities.UntagAsync(EntityKind.Role, call.Account, request.RoleName, request.TagKeys, cancellationToken);
        return new();
    }
}
