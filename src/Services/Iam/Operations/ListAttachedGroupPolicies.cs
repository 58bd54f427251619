using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the managed policies attached to a group.</summary>
internal sealed class ListAttachedGroupPolicies(EntityPolicies entities) : IOperation<ListAttachedGroupPoliciesRequest, ListAttachedGroupPoliciesResponse>
{
    public string Resource(CallContext call, ListAttachedGroupPoliciesRequest request) => entities.ArnOf(EntityKind.Group, call.Account, request.GroupName);

    public ValueTask<ListAttachedGroupPoliciesResponse> HandleAsync(
        CallContext call, ListAttachedGroupPoliciesRequest request, CancellationToken cancellationToken)
    {
        var group = entities.Require(EntityKind.Group, call.Account, request.GroupName);
        var below = group.Attached.Where(arn => Views.IsBelow(arn, request.PathPrefix));
        var page = Page.Of(below, arn => arn, request.Marker, request.MaxItems);
        return ValueTask.FromResult(new ListAttachedGroupPoliciesResponse
        {
            AttachedPolicies = [.. page.Items.Select(Views.Attached)],
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
