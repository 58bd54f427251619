using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Bounds what policies can give a user.</summary>
internal sealed class PutUserPermissionsBoundary(EntityPolicies entities) : IOperation<PutUserPermissionsBoundaryRequest, PutUserPermissionsBoundaryResponse>
{
    public string Resource(CallContext call, PutUserPermissionsBoundaryRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public async ValueTask<PutUserPermissionsBoundaryResponse> HandleAsync(
        CallContext call, PutUserPermissionsBoundaryRequest request, CancellationToken cancellationToken)
    {
        await entities.SetBoundaryAsync(EntityKind.User, call.Account, request.UserName, request.PermissionsBoundary, cancellationToken);
        return new();
    }
}
