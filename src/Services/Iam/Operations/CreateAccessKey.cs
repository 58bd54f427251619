using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Makes an access key; the only time its secret is shown.</summary>
internal sealed class CreateAccessKey(EntityPolicies entities, IamStore iam, IdSource ids, TimeProvider clock) : IOperation<CreateAccessKeyRequest, CreateAccessKeyResponse>
{
    public string Resource(CallContext call, CreateAccessKeyRequest request) => UserNames.ArnOf(entities, call, request.UserName);

    public async ValueTask<CreateAccessKeyResponse> HandleAsync(
        CallContext call, CreateAccessKeyRequest request, CancellationToken cancellationToken)
    {
        var name = UserNames.Of(call, request.UserName);
        var key = new UserKey(
            IamNames.NewKeyId(ids, "AKIA"), IamNames.NewSecret(ids), IsActive: true, clock.GetUtcNow().ToUnixTimeSeconds());
        await entities.ChangeAsync(EntityKind.User, call.Account, name, (state, user) =>
        {
            if (user.Keys.Count >= IamLimits.KeysPerUserMax)
            {
                throw IamErrors.Exceeded("AccessKeysPerUser", IamLimits.KeysPerUserMax);
            }

            iam.PutKeyOwner(state, key.AccessKeyId, new(call.Account, user.Name));
            return user with { Keys = [.. user.Keys, key] };
        }, cancellationToken);
        return new()
        {
            AccessKey = new()
            {
                UserName = name,
                AccessKeyId = key.AccessKeyId,
                SecretAccessKey = key.Secret,
                Status = "Active",
                CreateDate = IamNames.Time(key.CreatedSeconds),
            },
        };
    }
}
