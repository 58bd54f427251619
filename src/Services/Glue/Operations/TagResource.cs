using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Adds or replaces tags of a database or table.</summary>
internal sealed class TagResource(CatalogStore catalog)
    : IOperation<TagResourceRequest, TagResourceResponse>
{
    public string Resource(CallContext call, TagResourceRequest request) => request.ResourceArn;

    public async ValueTask<TagResourceResponse> HandleAsync(
        CallContext call, TagResourceRequest request, CancellationToken cancellationToken)
    {
        await catalog.State.WriteAsync(
            state =>
            {
                CatalogTags.RequireResource(catalog, state, call, request.ResourceArn);
                catalog.PutTags(
                    state, request.ResourceArn, CatalogTags.Add(catalog.Tags(state, request.ResourceArn), request.TagsToAdd));
                return true;
            },
            cancellationToken);
        return new();
    }
}
