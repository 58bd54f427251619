using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Deletes an inline policy of a user.</summary>
internal sealed class DeleteUserPolicy(EntityPolicies entities) : IOperation<DeleteUserPolicyRequest, DeleteUserPolicyResponse>
{
    public string Resource(CallContext call, DeleteUserPolicyRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public async ValueTask<DeleteUserPolicyResponse> HandleAsync(
        CallContext call, DeleteUserPolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.DeleteInlineAsync(EntityKind.User, call.Account, request.UserName, request.PolicyName, cancellationToken);
        return new();
    }
}
