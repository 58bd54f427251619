using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the tags of a role.</summary>
internal sealed class ListRoleTags(EntityPolicies entities) : IOperation<ListRoleTagsRequest, ListRoleTagsResponse>
{
    public string Resource(CallContext call, ListRoleTagsRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public ValueTask<ListRoleTagsResponse> HandleAsync(
        CallContext call, ListRoleTagsRequest request, CancellationToken cancellationToken)
    {
        var role = entities.Require(EntityKind.Role, call.Account, request.RoleName);
        var page = Page.Of(Views.Tags(role.Tags), tag => tag.Key, request.Marker, request.MaxItems);
        return ValueTask.FromResult(new ListRoleTagsResponse
        {
            Tags = page.Items,
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
