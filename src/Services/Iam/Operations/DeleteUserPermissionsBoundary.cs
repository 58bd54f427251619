using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Takes a user's permissions boundary away.</summary>
internal sealed class DeleteUserPermissionsBoundary(EntityPolicies entities) : IOperation<DeleteUserPermissionsBoundaryRequest, DeleteUserPermissionsBoundaryResponse>
{
    public string Resource(CallContext call, DeleteUserPermissionsBoundaryRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public async ValueTask<DeleteUserPermissionsBoundaryResponse> HandleAsync(
        CallContext call, DeleteUserPermissionsBoundaryRequest request, CancellationToken cancellationToken)
    {
        await entities.SetBoundaryAsync(EntityKind.User, call.Account, request.UserName, null, cancellationToken);
        return new();
    }
}
