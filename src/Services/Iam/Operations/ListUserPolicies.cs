using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the names of a user's inline policies.</summary>
internal sealed class ListUserPolicies(EntityPolicies entities) : IOperation<ListUserPoliciesRequest, ListUserPoliciesResponse>
{
    public string Resource(CallContext call, ListUserPoliciesRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public ValueTask<ListUserPoliciesResponse> HandleAsync(
        CallContext call, ListUserPoliciesRequest request, CancellationToken cancellationToken)
    {
        var user = entities.Require(EntityKind.User, call.Account, request.UserName);
        var page = Page.Of(user.Inline.Keys, name => name, request.Marker, request.MaxItems);
        return ValueTask.FromResult(new ListUserPoliciesResponse
        {
            PolicyNames = page.Items,
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
