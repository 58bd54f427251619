using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the groups a user is in.</summary>
internal sealed class ListGroupsForUser(IamStore iam, EntityPolicies entities) : IOperation<ListGroupsForUserRequest, ListGroupsForUserResponse>
{
    public string Resource(CallContext call, ListGroupsForUserRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public ValueTask<ListGroupsForUserResponse> HandleAsync(
        CallContext call, ListGroupsForUserRequest request, CancellationToken cancellationToken)
    {
        var user = entities.Require(EntityKind.User, call.Account, request.UserName);
        var page = iam.Read(state => Page.Of(
            user.Groups.Select(name => iam.Groups.Find(state, call.Account, name)).OfType<IamEntity>(),
            group => group.Name,
            request.Marker,
            request.MaxItems));
        return ValueTask.FromResult(new ListGroupsForUserResponse
        {
            Groups = [.. page.Items.Select(group => Views.Group(iam.Groups, call.Account, group))],
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
