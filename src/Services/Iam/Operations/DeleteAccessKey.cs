using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Deletes an access key; it stops working at once.</summary>
internal sealed class DeleteAccessKey(EntityPolicies entities, IamStore iam) : IOperation<DeleteAccessKeyRequest, DeleteAccessKeyResponse>
{
    public string Resource(CallContext call, DeleteAccessKeyRequest request) => UserNames.ArnOf(entities, call, request.UserName);

    public async ValueTask<DeleteAccessKeyResponse> HandleAsync(
        CallContext call, DeleteAccessKeyRequest request, CancellationToken cancellationToken)
    {
        var name = UserNames.Of(call, request.UserName);
        await entities.ChangeAsync(EntityKind.User, call.Account, name, (state, user) =>
        {
            if (user.Keys.All(key => key.AccessKeyId != request.AccessKeyId))
            {
                throw IamErrors.NoSuchKey(request.AccessKeyId);
            }

            iam.DeleteKeyOwner(state, request.AccessKeyId);
            return user with { Keys = [.. user.Keys.Where(key => key.AccessKeyId != request.AccessKeyId)] };
        }, cancellationToken);
        return new();
    }
}
