using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Adds or replaces an inline policy of a group.</summary>
internal sealed class PutGroupPolicy(EntityPolicies entities) : IOperation<PutGroupPolicyRequest, PutGroupPolicyResponse>
{
    public string Resource(CallContext call, PutGroupPolicyRequest request) => entities.ArnOf(EntityKind.Group, call.Account, request.GroupName);

    public async ValueTask<PutGroupPolicyResponse> HandleAsync(
        CallContext call, PutGroupPolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.PutInlineAsync(EntityKind.Group, call.Account, request.GroupName, request.PolicyName, request.PolicyDocument, cancellationToken);
        return new();
    }
}
