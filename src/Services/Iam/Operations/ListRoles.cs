using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the roles of the account below a path.</summary>
internal sealed class ListRoles(IamStore iam) : IOperation<ListRolesRequest, ListRolesResponse>
{
    public string Resource(CallContext call, ListRolesRequest request) => iam.Roles.ArnOf(call.Account, request.PathPrefix ?? "/", "");

    public ValueTask<ListRolesResponse> HandleAsync(
        CallContext call, ListRolesRequest request, CancellationToken cancellationToken)
    {
        var prefix = request.PathPrefix ?? "/";
        var page = iam.Read(state => Page.Of(
            iam.Roles.All(state, call.Account).Where(role => role.Path.StartsWith(prefix, StringComparison.Ordinal)),
            role => role.Name,
            request.Marker,
            request.MaxItems));
        return ValueTask.FromResult(new ListRolesResponse
        {
            Roles = [.. page.Items.Select(role => Views.Role(iam.Roles, call.Account, role, withTags: false))],
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
