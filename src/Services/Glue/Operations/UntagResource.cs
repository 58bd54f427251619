using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Takes tags off a database or table.</summary>
internal sealed class UntagResource(CatalogStore catalog)
    : IOperation<UntagResourceRequest, UntagResourceResponse>
{
    public string Resource(CallContext call, UntagResourceRequest request) => request.ResourceArn;

    public async ValueTask<UntagResourceResponse> HandleAsync(
        CallContext call, UntagResourceRequest request, CancellationToken cancellationToken)
    {
        await catalog.State.WriteAsync(
            state =>
            {
                CatalogTags.RequireResource(catalog, state, call, request.ResourceArn);
                var kept = catalog.Tags(state, request.ResourceArn).Where(tag => !request.TagsToRemove.Contains(tag.Key));
                catalog.PutTags(state, request.ResourceArn, kept.ToDictionary());
                return true;
            },
            cancellationToken);
        return new();
    }
}
