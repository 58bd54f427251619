using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Adds tags to a workgroup.</summary>
internal sealed class TagResource(WorkGroups groups) : IOperation<TagResourceRequest, TagResourceResponse>
{
    public string Resource(CallContext call, TagResourceRequest request) => request.ResourceARN;

    public async ValueTask<TagResourceResponse> HandleAsync(
        CallContext call, TagResourceRequest request, CancellationToken cancellationToken)
    {
        await groups.ChangeAsync(
            call,
            TaggedResource.WorkGroup(call, request.ResourceARN),
            group => group with { Tags = TagSets.Add(group.Tags, request.Tags) },
            cancellationToken);
        return new();
    }
}
