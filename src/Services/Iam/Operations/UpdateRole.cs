using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Changes a role's description and longest session.</summary>
internal sealed class UpdateRole(EntityPolicies entities) : IOperation<UpdateRoleRequest, UpdateRoleResponse>
{
    public string Resource(CallContext call, UpdateRoleRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public async ValueTask<UpdateRoleResponse> HandleAsync(
        CallContext call, UpdateRoleRequest request, CancellationToken cancellationToken)
    {
        var lifetime = request.MaxSessionDuration is { } stated ? SessionLimits.Checked(stated) : (int?)null;
        await entities.ChangeAsync(EntityKind.Role, call.Account, request.RoleName, (_, role) => role with
        {
            Description = request.Description ?? role.Description,
            SessionSecondsMax = lifetime ?? role.SessionSecondsMax,
        }, cancellationToken);
        return new();
    }
}
