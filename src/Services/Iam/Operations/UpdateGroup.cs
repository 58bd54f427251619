using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Renames or moves a group; its users stay in it.</summary>
internal sealed class UpdateGroup(IamStore iam) : IOperation<UpdateGroupRequest, UpdateGroupResponse>
{
    public string Resource(CallContext call, UpdateGroupRequest request) => iam.Groups.ArnOf(iam.State, call.Account, request.GroupName);

    public async ValueTask<UpdateGroupResponse> HandleAsync(
        CallContext call, UpdateGroupRequest request, CancellationToken cancellationToken)
    {
        var name = request.NewGroupName is { } wanted ? IamNames.Name("newGroupName", wanted, IamLimits.GroupNameLettersMax) : null;
        var path = request.NewPath is { } stated ? IamNames.Path(stated) : null;
        await iam.WriteAsync(
            state =>
            {
                var group = iam.Groups.Require(state, call.Account, request.GroupName);
                var changed = group with { Name = name ?? group.Name, Path = path ?? group.Path };
                var isRenamed = !changed.Name.Equals(group.Name, StringComparison.OrdinalIgnoreCase);
                if (isRenamed && iam.Groups.Find(state, call.Account, changed.Name) is not null)
                {
                    throw IamErrors.Exists(EntityKind.Group, changed.Name);
                }

                iam.Groups.Delete(state, call.Account, group.Name);
                iam.Groups.Put(state, call.Account, changed);
                foreach (var user in iam.Users.All(state, call.Account).Where(user => user.Groups.Contains(group.Name)).ToList())
                {
                    iam.Users.Put(state, call.Account, user with
                    {
                        Groups = [.. user.Groups.Select(member => member == group.Name ? changed.Name : member)],
                    });
                }

                return true;
            },
            cancellationToken);
        return new();
    }
}
