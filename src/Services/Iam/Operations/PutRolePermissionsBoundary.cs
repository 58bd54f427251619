using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Bounds what policies can give a role.</summary>
internal sealed class PutRolePermissionsBoundary(EntityPolicies entities) : IOperation<PutRolePermissionsBoundaryRequest, PutRolePermissionsBoundaryResponse>
{
    public string Resource(CallContext call, PutRolePermissionsBoundaryRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public async ValueTask<PutRolePermissionsBoundaryResponse> HandleAsync(
        CallContext call, PutRolePermissionsBoundaryRequest request, CancellationToken cancellationToken)
    {
        await entities.SetBoundaryAsync(EntityKind.Role, call.Account, request.RoleName, request.PermissionsBoundary, cancellationToken);
        return new();
    }
}
