using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Detaches a managed policy from a user.</summary>
internal sealed class DetachUserPolicy(EntityPolicies entities) : IOperation<DetachUserPolicyRequest, DetachUserPolicyResponse>
{
    public string Resource(CallContext call, DetachUserPolicyRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public async ValueTask<DetachUserPolicyResponse> HandleAsync(
        CallContext call, DetachUserPolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.DetachAsync(EntityKind.User, call.Account, request.UserName, request.PolicyArn, cancellationToken);
        return new();
    }
}
