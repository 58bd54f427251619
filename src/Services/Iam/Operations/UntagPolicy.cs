using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;

namespace Weir.Services.Iam.Operations;

/// <summary>Takes tags off a managed policy.</summary>
internal sealed class UntagPolicy(PolicyChanges changes) : IOperation<UntagPolicyRequest, UntagPolicyResponse>
{
    public string Resource(CallContext call, UntagPolicyRequest request) => request.PolicyArn;

    public async ValueTask<UntagPolicyResponse> HandleAsync(
        CallContext call, UntagPolicyRequest request, CancellationToken cancellationToken)
    {
        await changes.ChangeAsync(
            call,
            request.PolicyArn,
            policy => policy with { Tags = IamNames.RemoveTags(policy.Tags, request.TagKeys) },
            cancellationToken);
        return new();
    }
}
