using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Adds or replaces an inline policy of a user.</summary>
internal sealed class PutUserPolicy(EntityPolicies entities) : IOperation<PutUserPolicyRequest, PutUserPolicyResponse>
{
    public string Resource(CallContext call, PutUserPolicyRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public async ValueTask<PutUserPolicyResponse> HandleAsync(
        CallContext call, PutUserPolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.PutInlineAsync(EntityKind.User, call.Account, request.UserName, request.PolicyName, request.PolicyDocument, cancellationToken);
        return new();
    }
}
