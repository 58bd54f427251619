using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;

namespace Weir.Services.Iam.Operations;

/// <summary>Adds or replaces tags of a managed policy.</summary>
internal sealed class TagPolicy(PolicyChanges changes) : IOperation<TagPolicyRequest, TagPolicyResponse>
{
    public string Resource(CallContext call, TagPolicyRequest request) => request.PolicyArn;

    public async ValueTask<TagPolicyResponse> HandleAsync(
        CallContext call, TagPolicyRequest request, CancellationToken cancellationToken)
    {
        await changes.ChangeAsync(
            call,
            request.PolicyArn,
            policy => policy with { Tags = IamNames.AddTags(policy.Tags, Views.Pairs(request.Tags)) },
            cancellationToken);
        return new();
    }
}
