using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the names of a group's inline policies.</summary>
internal sealed class ListGroupPolicies(EntityPolicies entities) : IOperation<ListGroupPoliciesRequest, ListGroupPoliciesResponse>
{
    public string Resource(CallContext call, ListGroupPoliciesRequest request) => entities.ArnOf(EntityKind.Group, call.Account, request.GroupName);

    public ValueTask<ListGroupPoliciesResponse> HandleAsync(
        CallContext call, ListGroupPoliciesRequest request, CancellationToken cancellationToken)
    {
        var group = entities.Require(EntityKind.Group, call.Account, request.GroupName);
        var page = Page.Of(group.Inline.Keys, name => name, request.Marker, request.MaxItems);
        return ValueTask.FromResult(new ListGroupPoliciesResponse
        {
            PolicyNames = page.Items,
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
