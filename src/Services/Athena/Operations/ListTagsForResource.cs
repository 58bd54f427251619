using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists the tags of a workgroup or a data catalog.</summary>
internal sealed class ListTagsForResource(TaggedResources resources)
    : IOperation<ListTagsForResourceRequest, ListTagsForResourceResponse>
{
    public string Resource(CallContext call, ListTagsForResourceRequest request) => request.ResourceARN;

    public ValueTask<ListTagsForResourceResponse> HandleAsync(
        CallContext call, ListTagsForResourceRequest request, CancellationToken cancellationToken)
    {
        var tags = resources.Of(call, request.ResourceARN);
        var (page, next) = Pages.Cut(tags, tag => tag.Key, request.NextToken, Constraints.PageSize(request.MaxResults, AthenaLimits.TagsPageMin, AthenaLimits.TagsPageMax));
        return ValueTask.FromResult(new ListTagsForResourceResponse
        {
            Tags = [.. page.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
            NextToken = next,
        });
    }
}
