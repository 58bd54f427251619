using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Attaches a managed policy to a group; again is no error.</summary>
internal sealed class AttachGroupPolicy(EntityPolicies entities) : IOperation<AttachGroupPolicyRequest, AttachGroupPolicyResponse>
{
    public string Resource(CallContext call, AttachGroupPolicyRequest request) => entities.ArnOf(EntityKind.Group, call.Account, request.GroupName);

    public async ValueTask<AttachGroupPolicyResponse> HandleAsync(
        CallContext call, AttachGroupPolicyRequest request, CancellationToken cancellationToken)
    {
        await entities.AttachAsync(EntityKind.Group, call.Account, request.GroupName, request.PolicyArn, cancellationToken);
        return new();
    }
}
