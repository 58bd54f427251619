using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the groups of the account below a path.</summary>
internal sealed class ListGroups(IamStore iam) : IOperation<ListGroupsRequest, ListGroupsResponse>
{
    public string Resource(CallContext call, ListGroupsRequest request) => iam.Groups.ArnOf(call.Account, request.PathPrefix ?? "/", "");

    public ValueTask<ListGroupsResponse> HandleAsync(
        CallContext call, ListGroupsRequest request, CancellationToken cancellationToken)
    {
        var prefix = request.PathPrefix ?? "/";
        var page = iam.Read(state => Page.Of(
            iam.Groups.All(state, call.Account).Where(group => group.Path.StartsWith(prefix, StringComparison.Ordinal)),
            group => group.Name,
            request.Marker,
            request.MaxItems));
        return ValueTask.FromResult(new ListGroupsResponse
        {
            Groups = [.. page.Items.Select(group => Views.Group(iam.Groups, call.Account, group))],
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
