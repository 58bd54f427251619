using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Turns an access key on or off.</summary>
internal sealed class UpdateAccessKey(EntityPolicies entities) : IOperation<UpdateAccessKeyRequest, UpdateAccessKeyResponse>
{
    public string Resource(CallContext call, UpdateAccessKeyRequest request) => UserNames.ArnOf(entities, call, request.UserName);

    public async ValueTask<UpdateAccessKeyResponse> HandleAsync(
        CallContext call, UpdateAccessKeyRequest request, CancellationToken cancellationToken)
    {
        var name = UserNames.Of(call, request.UserName);
        var isActive = request.Status switch
        {
            "Active" => true,
            "Inactive" => false,
            _ => throw IamErrors.Invalid(
                $"1 validation error detected: Value '{request.Status}' at 'status' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [Active, Inactive]"),
        };
        await entities.ChangeAsync(EntityKind.User, call.Account, name, (_, user) =>
            user.Keys.Any(key => key.AccessKeyId == request.AccessKeyId)
                ? user with
                {
                    Keys = [.. user.Keys.Select(key => key.AccessKeyId == request.AccessKeyId ? key with { IsActive = isActive } : key)],
                }
                : throw IamErrors.NoSuchKey(request.AccessKeyId), cancellationToken);
        return new();
    }
}
