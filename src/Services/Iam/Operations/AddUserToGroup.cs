using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Puts a user into a group; again is no error.</summary>
internal sealed class AddUserToGroup(IamStore iam, EntityPolicies entities) : IOperation<AddUserToGroupRequest, AddUserToGroupResponse>
{
    public string Resource(CallContext call, AddUserToGroupRequest request) => entities.ArnOf(EntityKind.Group, call.Account, request.GroupName);

    public async ValueTask<AddUserToGroupResponse> HandleAsync(
        CallContext call, AddUserToGroupRequest request, CancellationToken cancellationToken)
    {
        await entities.ChangeAsync(EntityKind.User, call.Account, request.UserName, (state, user) =>
        {
            var group = iam.Groups.Require(state, call.Account, request.GroupName);
            if (user.Groups.Contains(group.Name))
            {
                return user;
            }

            return user.Groups.Count < IamLimits.GroupsPerUserMax
                ? user with { Groups = [.. user.Groups, group.Name] }
                : throw IamErrors.Exceeded("GroupsPerUser", IamLimits.GroupsPerUserMax);
        }, cancellationToken);
        return new();
    }
}
