using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Adds tags to a workgroup or a data catalog.</summary>
internal sealed class TagResource(TaggedResources resources) : IOperation<TagResourceRequest, TagResourceResponse>
{
    public string Resource(CallContext call, TagResourceRequest request) => request.ResourceARN;

    public async ValueTask<TagResourceResponse> HandleAsync(
        CallContext call, TagResourceRequest request, CancellationToken cancellationToken)
    {
        await resources.ChangeAsync(call, request.ResourceARN, tags => TagSets.Add(tags, request.Tags), cancellationToken);
        return new();
    }
}
