using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the tags of a user.</summary>
internal sealed class ListUserTags(EntityPolicies entities) : IOperation<ListUserTagsRequest, ListUserTagsResponse>
{
    public string Resource(CallContext call, ListUserTagsRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public ValueTask<ListUserTagsResponse> HandleAsync(
        CallContext call, ListUserTagsRequest request, CancellationToken cancellationToken)
    {
        var user = entities.Require(EntityKind.User, call.Account, request.UserName);
        var page = Page.Of(Views.Tags(user.Tags), tag => tag.Key, request.Marker, request.MaxItems);
        return ValueTask.FromResult(new ListUserTagsResponse
        {
            Tags = page.Items,
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
