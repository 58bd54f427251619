using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Shows a role.</summary>
internal sealed class GetRole(IamStore iam, EntityPolicies entities) : IOperation<GetRoleRequest, GetRoleResponse>
{
    public string Resource(CallContext call, GetRoleRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public ValueTask<GetRoleResponse> HandleAsync(
        CallContext call, GetRoleRequest request, CancellationToken cancellationToken)
    {
        var role = entities.Require(EntityKind.Role, call.Account, request.RoleName);
        return ValueTask.FromResult(new GetRoleResponse { Role = Views.Role(iam.Roles, call.Account, role) });
    }
}
