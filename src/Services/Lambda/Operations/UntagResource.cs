using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Takes tags off a function.</summary>
internal sealed class UntagResource(FunctionChanges changes)
    : IOperation<UntagResourceRequest, UntagResourceResponse>
{
    public string Resource(CallContext call, UntagResourceRequest request) => FunctionTags.Parse(call, request.Resource).Arn;

    public async ValueTask<UntagResourceResponse> HandleAsync(
        CallContext call, UntagResourceRequest request, CancellationToken cancellationToken)
    {
        await changes.ChangeAsync(
            FunctionTags.Parse(call, request.Resource),
            (_, function) => function with { Tags = function.Tags.Where(tag => !request.TagKeys.Contains(tag.Key)).ToDictionary() },
            cancellationToken);
        return new();
    }
}
