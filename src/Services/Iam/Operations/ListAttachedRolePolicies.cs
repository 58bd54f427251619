using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the managed policies attached to a role.</summary>
internal sealed class ListAttachedRolePolicies(EntityPolicies entities) : IOperation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse>
{
    public string Resource(CallContext call, ListAttachedRolePoliciesRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public ValueTask<ListAttachedRolePoliciesResponse> HandleAsync(
        CallContext call, ListAttachedRolePoliciesRequest request, CancellationToken cancellationToken)
    {
        var role = entities.Require(EntityKind.Role, call.Account, request.RoleName);
        var below = role.Attached.Where(arn => Views.IsBelow(arn, request.PathPrefix));
        var page = Page.Of(below, arn => arn, request.Marker, request.MaxItems);
        return ValueTask.FromResult(new ListAttachedRolePoliciesResponse
        {
            AttachedPolicies = [.. page.Items.Select(Views.Attached)],
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
