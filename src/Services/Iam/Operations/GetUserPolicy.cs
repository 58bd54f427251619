using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Shows an inline policy of a user.</summary>
internal sealed class GetUserPolicy(EntityPolicies entities) : IOperation<GetUserPolicyRequest, GetUserPolicyResponse>
{
    public string Resource(CallContext call, GetUserPolicyRequest request) => entities.ArnOf(EntityKind.User, call.Account, request.UserName);

    public ValueTask<GetUserPolicyResponse> HandleAsync(
        CallContext call, GetUserPolicyRequest request, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(new GetUserPolicyResponse
        {
            UserName = request.UserName,
            PolicyName = request.PolicyName,
            PolicyDocument = entities.Inline(EntityKind.User, call.Account, request.UserName, request.PolicyName),
        });
    }
}
