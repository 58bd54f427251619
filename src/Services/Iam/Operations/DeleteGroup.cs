using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Deletes a group that nothing hangs on any more.</summary>
internal sealed class DeleteGroup(IamStore iam) : IOperation<DeleteGroupRequest, DeleteGroupResponse>
{
    public string Resource(CallContext call, DeleteGroupRequest request) => iam.Groups.ArnOf(iam.State, call.Account, request.GroupName);

    public async ValueTask<DeleteGroupResponse> HandleAsync(
        CallContext call, DeleteGroupRequest request, CancellationToken cancellationToken)
    {
        await iam.WriteAsync(
            state =>
            {
                var group = iam.Groups.Require(state, call.Account, request.GroupName);
                if (iam.Users.All(state, call.Account).Any(user => user.Groups.Contains(group.Name)))
                {
                    throw IamErrors.Conflict("must remove users from group");
                }

                if (group.Attached.Count > 0)
                {
                    throw IamErrors.Conflict("must detach all policies");
                }

                if (group.Inline.Count > 0)
                {
                    throw IamErrors.Conflict("must delete policies");
                }

                iam.Groups.Delete(state, call.Account, group.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
