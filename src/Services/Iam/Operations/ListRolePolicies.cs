using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the names of a role's inline policies.</summary>
internal sealed class ListRolePolicies(EntityPolicies entities) : IOperation<ListRolePoliciesRequest, ListRolePoliciesResponse>
{
    public string Resource(CallContext call, ListRolePoliciesRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public ValueTask<ListRolePoliciesResponse> HandleAsync(
        CallContext call, ListRolePoliciesRequest request, CancellationToken cancellationToken)
    {
        var role = entities.Require(EntityKind.Role, call.Account, request.RoleName);
        var page = Page.Of(role.Inline.Keys, name => name, request.Marker, request.MaxItems);
        return ValueTask.FromResult(new ListRolePoliciesResponse
        {
            PolicyNames = page.Items,
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
