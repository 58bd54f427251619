using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Adds or replaces tags of a user.</summary>
internal sealed class TagUser(EntityPolicies entities) : IOperation<TagUserRequest, TagUserResponse>
{
    public string Resource(CallContext call, TagUserRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public async ValueTask<TagUserResponse> HandleAsync(
        CallContext call, TagUserRequest request, CancellationToken cancellationToken)
    {
        await entities.TagAsync(EntityKind.User, call.Account, request.UserName, Views.Pairs(request.Tags), cancellationToken);
        return new();
    }
}
