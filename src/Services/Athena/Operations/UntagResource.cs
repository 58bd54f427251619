using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Removes tags from a workgroup.</summary>
internal sealed class UntagResource(WorkGroups groups) : IOperation<UntagResourceRequest, UntagResourceResponse>
{
    public string Resource(CallContext call, UntagResourceRequest request) => request.ResourceARN;

    public async ValueTask<UntagResourceResponse> HandleAsync(
        CallContext call, UntagResourceRequest request, CancellationToken cancellationToken)
    {
        await groups.ChangeAsync(
            call,
            TaggedResource.WorkGroup(call, request.ResourceARN),
            group => group with { Tags = group.Tags.RemoveRange(request.TagKeys) },
            cancellationToken);
        return new();
    }
}
