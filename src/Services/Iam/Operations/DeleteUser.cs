using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Deletes a user that nothing hangs on any more.</summary>
internal sealed class DeleteUser(IamStore iam) : IOperation<DeleteUserRequest, DeleteUserResponse>
{
    public string Resource(CallContext call, DeleteUserRequest request) => iam.Users.ArnOf(iam.State, call.Account, request.UserName);

    public async ValueTask<DeleteUserResponse> HandleAsync(
        CallContext call, DeleteUserRequest request, CancellationToken cancellationToken)
    {
        await iam.WriteAsync(
            state =>
            {
                var user = iam.Users.Require(state, call.Account, request.UserName);
                if (user.Keys.Count > 0)
                {
                    throw IamErrors.Conflict("must delete access keys");
                }

                if (user.Groups.Count > 0)
                {
                    throw IamErrors.Conflict("must remove users from group");
                }

                if (user.Attached.Count > 0)
                {
                    throw IamErrors.Conflict("must detach all policies");
                }

                if (user.Inline.Count > 0)
                {
                    throw IamErrors.Conflict("must delete policies");
                }

                iam.Users.Delete(state, call.Account, user.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
