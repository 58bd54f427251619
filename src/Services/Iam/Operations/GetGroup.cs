using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Shows a group and its users.</summary>
internal sealed class GetGroup(IamStore iam, EntityPolicies entities) : IOperation<GetGroupRequest, GetGroupResponse>
{
    public string Resource(CallContext call, GetGroupRequest request) => entities.ArnOf(EntityKind.Group, call.Account, request.GroupName);

    public ValueTask<GetGroupResponse> HandleAsync(
        CallContext call, GetGroupRequest request, CancellationToken cancellationToken)
    {
        var group = entities.Require(EntityKind.Group, call.Account, request.GroupName);
        var page = iam.Read(state => Page.Of(
            iam.Users.All(state, call.Account).Where(user => user.Groups.Contains(group.Name)),
            user => user.Name,
            request.Marker,
            request.MaxItems));
        return ValueTask.FromResult(new GetGroupResponse
        {
            Group = Views.Group(iam.Groups, call.Account, group),
            Users = [.. page.Items.Select(user => Views.User(iam.Users, call.Account, user, withTags: false))],
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
