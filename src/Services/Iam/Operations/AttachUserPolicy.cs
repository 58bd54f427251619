using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Attaches a managed policy to a user; again is no error.</summary>
internal sealed class AttachUserPolicy(EntityPolicies entities) : IOperation<AttachUserPolicyRequest, AttachUserPolicyResponse>
{
    public string Resource(CallContext call, AttachUserPolicyRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public async ValueTask<AttachUserPolicyResponse> HandleAsync(
        CallContext call, AttachUserPolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.AttachAsync(EntityKind.User, call.Account, request.UserName, request.PolicyArn, cancellationToken);
        return new();
    }
}
