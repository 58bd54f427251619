using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Deletes an inline policy of a group.</summary>
internal sealed class DeleteGroupPolicy(EntityPolicies entities) : IOperation<DeleteGroupPolicyRequest, DeleteGroupPolicyResponse>
{
    public string Resource(CallContext call, DeleteGroupPolicyRequest request) => entities.ArnOf(EntityKind.Group, call.Account, request.GroupName);

    public async ValueTask<DeleteGroupPolicyResponse> HandleAsync(
        CallContext call, DeleteGroupPolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.DeleteInlineAsync(EntityKind.Group, call.Account, request.GroupName, request.PolicyName, cancellationToken);
        return new();
    }
}
