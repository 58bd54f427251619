using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the tags of a database or table.</summary>
internal sealed class GetTags(CatalogStore catalog)
    : IOperation<GetTagsRequest, GetTagsResponse>
{
    public string Resource(CallContext call, GetTagsRequest request) => request.ResourceArn;

    public ValueTask<GetTagsResponse> HandleAsync(
        CallContext call, GetTagsRequest request, CancellationToken cancellationToken)
    {
        var tags = catalog.State.Read(state =>
        {
            CatalogTags.RequireResource(catalog, state, call, request.ResourceArn);
            return catalog.Tags(state, request.ResourceArn);
        });
        return ValueTask.FromResult(new GetTagsResponse { Tags = tags });
    }
}
