using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Shows an inline policy of a group.</summary>
internal sealed class GetGroupPolicy(EntityPolicies entities) : IOperation<GetGroupPolicyRequest, GetGroupPolicyResponse>
{
    public string Resource(CallContext call, GetGroupPolicyRequest request) => entities.ArnOf(EntityKind.Group, call.Account, request.GroupName);

    public ValueTask<GetGroupPolicyResponse> HandleAsync(
        CallContext call, GetGroupPolicyRequest request, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(new GetGroupPolicyResponse
        {
            GroupName = request.GroupName,
            PolicyName = request.PolicyName,
            PolicyDocument = entities.Inline(EntityKind.Group, call.Account, request.GroupName, request.PolicyName),
        });
    }
}
