using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the users of the account below a path.</summary>
internal sealed class ListUsers(IamStore iam) : IOperation<ListUsersRequest, ListUsersResponse>
{
    public string Resource(CallContext call, ListUsersRequest request) => iam.Users.ArnOf(call.Account, request.PathPrefix ?? "/", "");

    public ValueTask<ListUsersResponse> HandleAsync(
        CallContext call, ListUsersRequest request, CancellationToken cancellationToken)
    {
        var prefix = request.PathPrefix ?? "/";
        var page = iam.Read(state => Page.Of(
            iam.Users.All(state, call.Account).Where(user => user.Path.StartsWith(prefix, StringComparison.Ordinal)),
            user => user.Name,
            request.Marker,
            request.MaxItems));
        return ValueTask.FromResult(new ListUsersResponse
        {
            Users = [.. page.Items.Select(user => Views.User(iam.Users, call.Account, user, withTags: false))],
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
