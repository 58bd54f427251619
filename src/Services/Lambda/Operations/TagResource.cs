using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Adds tags to a function.</summary>
internal sealed class TagResource(FunctionChanges changes)
    : IOperation<TagResourceRequest, TagResourceResponse>
{
    public string Resource(CallContext call, TagResourceRequest request) => FunctionTags.Parse(call, request.Resource).Arn;

    public async ValueTask<TagResourceResponse> HandleAsync(
        CallContext call, TagResourceRequest request, CancellationToken cancellationToken)
    {
        await changes.ChangeAsync(
            FunctionTags.Parse(call, request.Resource),
            (_, function) => function with { Tags = FunctionTags.Add(function.Tags, request.Tags) },
            cancellationToken);
        return new();
    }
}
