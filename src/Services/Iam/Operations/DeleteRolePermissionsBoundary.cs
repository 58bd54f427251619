using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Takes a role's permissions boundary away.</summary>
internal sealed class DeleteRolePermissionsBoundary(EntityPolicies entities) : IOperation<DeleteRolePermissionsBoundaryRequest, DeleteRolePermissionsBoundaryResponse>
{
    public string Resource(CallContext call, DeleteRolePermissionsBoundaryRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public async ValueTask<DeleteRolePermissionsBoundaryResponse> HandleAsync(
        CallContext call, DeleteRolePermissionsBoundaryRequest request, CancellationToken cancellationToken)
    {
        await entities.SetBoundaryAsync(EntityKind.Role, call.Account, request.RoleName, null, cancellationToken);
        return new();
    }
}
