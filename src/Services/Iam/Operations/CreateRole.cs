using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Makes a role.</summary>
internal sealed class CreateRole(IamStore iam, EntityPolicies entities, IdSource ids, TimeProvider clock) : IOperation<CreateRoleRequest, CreateRoleResponse>
{
    public string Resource(CallContext call, CreateRoleRequest request) => iam.Roles.ArnOf(call.Account, request.Path ?? "/", request.RoleName);

    public async ValueTask<CreateRoleResponse> HandleAsync(
        CallContext call, CreateRoleRequest request, CancellationToken cancellationToken)
    {
        IamNames.Name("roleName", request.RoleName, IamLimits.RoleNameLettersMax);
        var lifetime = SessionLimits.Checked(request.MaxSessionDuration);
        var role = new IamEntity
        {
            Name = request.RoleName,
            Path = IamNames.Path(request.Path),
            Id = IamNames.NewId(ids, "AROA"),
            CreatedSeconds = clock.GetUtcNow().ToUnixTimeSeconds(),
            Trust = Documents.Trust(request.AssumeRolePolicyDocument),
            Description = request.Description,
            SessionSecondsMax = lifetime,
            Boundary = request.PermissionsBoundary,
            Tags = Views.NewTags(request.Tags),
        };
        await iam.WriteAsync(
            state =>
            {
                if (iam.Roles.Find(state, call.Account, role.Name) is not null)
                {
                    throw IamErrors.Exists(EntityKind.Role, role.Name);
                }

                if (request.PermissionsBoundary is { } boundary)
                {
                    entities.RequireAttachable(state, call.Account, boundary);
                }

                iam.Roles.Put(state, call.Account, role);
                return true;
            },
            cancellationToken);
        return new() { Role = Views.Role(iam.Roles, call.Account, role) };
    }
}
