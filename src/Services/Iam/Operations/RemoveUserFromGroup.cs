using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Takes a user out of a group.</summary>
internal sealed class RemoveUserFromGroup(IamStore iam, EntityPolicies entities) : IOperation<RemoveUserFromGroupRequest, RemoveUserFromGroupResponse>
{
    public string Resource(CallContext call, RemoveUserFromGroupRequest request) => entities.ArnOf(EntityKind.Group, call.Account, request.GroupName);

    public async ValueTask<RemoveUserFromGroupResponse> HandleAsync(
        CallContext call, RemoveUserFromGroupRequest request, CancellationToken cancellationToken)
    {
        await entities.ChangeAsync(EntityKind.User, call.Account, request.UserName, (state, user) =>
        {
            var group = iam.Groups.Require(state, call.Account, request.GroupName);
            return user.Groups.Contains(group.Name)
                ? user with { Groups = [.. user.Groups.Where(name => name != group.Name)] }
                : throw IamErrors.NotInGroup(user.Name, group.Name);
        }, cancellationToken);
        return new();
    }
}
