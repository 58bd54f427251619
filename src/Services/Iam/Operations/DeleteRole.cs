using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Deletes a role that nothing hangs on any more.</summary>
internal sealed class DeleteRole(IamStore iam) : IOperation<DeleteRoleRequest, DeleteRoleResponse>
{
    public string Resource(CallContext call, DeleteRoleRequest request) => iam.Roles.ArnOf(iam.State, call.Account, request.RoleName);

    public async ValueTask<DeleteRoleResponse> HandleAsync(
        CallContext call, DeleteRoleRequest request, CancellationToken cancellationToken)
    {
        await iam.WriteAsync(
            state =>
            {
                var role = iam.Roles.Require(state, call.Account, request.RoleName);
                if (role.Attached.Count > 0)
                {
                    throw IamErrors.Conflict("must detach all policies");
                }

                if (role.Inline.Count > 0)
                {
                    throw IamErrors.Conflict("must delete policies");
                }

                iam.Roles.Delete(state, call.Account, role.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
