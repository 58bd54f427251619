using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists a user's access keys, without their secrets.</summary>
internal sealed class ListAccessKeys(EntityPolicies entities) : IOperation<ListAccessKeysRequest, ListAccessKeysResponse>
{
    public string Resource(CallContext call, ListAccessKeysRequest request) => UserNames.ArnOf(entities, call, request.UserName);

    public ValueTask<ListAccessKeysResponse> HandleAsync(
        CallContext call, ListAccessKeysRequest request, CancellationToken cancellationToken)
    {
        var user = entities.Require(EntityKind.User, call.Account, UserNames.Of(call, request.UserName));
        var page = Page.Of(user.Keys, key => key.AccessKeyId, request.Marker, request.MaxItems);
        return ValueTask.FromResult(new ListAccessKeysResponse
        {
            AccessKeyMetadata =
            [
                .. page.Items.Select(key => new AccessKeyMetadata
                {
                    UserName = user.Name,
                    AccessKeyId = key.AccessKeyId,
                    Status = key.IsActive ? "Active" : "Inactive",
                    CreateDate = IamNames.Time(key.CreatedSeconds),
                }),
            ],
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });
    }
}
