using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the managed policies attached to a user.</summary>
internal sealed class ListAttachedUserPolicies(EntityPolicies entities) : IOperation<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse>
{
    public string Resource(CallContext call, ListAttachedUserPoliciesRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public ValueTask<ListAttachedUserPoliciesResponse> HandleAsync(
        CallContext call, ListAttachedUserPoliciesRequest request, CancellationToken cancellationToken)
    {
        var user = entities.Require(EntityKind.User, call.Account, request.UserName);
        var below = user.Attached.Where(arn => Views.IsBelow(arn, request.PathPrefix));
        var page = Page.Of(below, arn => arn, request.Marker, request.MaxItems);
        return ValueTask.FromResult(new ListAttachedUserPoliciesResponse
        {
            AttachedPolicies = [.. page.Items.Select(Views.Attached)],
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
