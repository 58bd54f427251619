using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Takes tags off a user.</summary>
internal sealed class UntagUser(EntityPolicies entities) : IOperation<UntagUserRequest, UntagUserResponse>
{
    public string Resource(CallContext call, UntagUserRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public async ValueTask<UntagUserResponse> HandleAsync(
        CallContext call, UntagUserRequest request, CancellationToken cancellationToken)
    {
        await entities.UntagAsync(EntityKind.User, call.Account, request.UserName, request.TagKeys, cancellationToken);
        return new();
    }
}
