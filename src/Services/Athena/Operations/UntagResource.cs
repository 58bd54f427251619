using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Removes tags from a workgroup or a data catalog.</summary>
internal sealed class UntagResource(TaggedResources resources) : IOperation<UntagResourceRequest, UntagResourceResponse>
{
    public string Resource(CallContext call, UntagResourceRequest request) => request.ResourceARN;

    public async ValueTask<UntagResourceResponse> HandleAsync(
        CallContext call, UntagResourceRequest request, CancellationToken cancellationToken)
    {
        await resources.ChangeAsync(call, request.ResourceARN, tags => tags.RemoveRange(request.TagKeys), cancellationToken);
        return new();
    }
}
