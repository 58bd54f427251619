using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Forgets a crawler; its tables stay.</summary>
internal sealed class DeleteCrawler(CatalogStore catalog)
    : IOperation<DeleteCrawlerRequest, DeleteCrawlerResponse>
{
    public string Resource(CallContext call, DeleteCrawlerRequest request) => Place.CrawlerArn(call, request.Name);

    public async ValueTask<DeleteCrawlerResponse> HandleAsync(
        CallContext call, DeleteCrawlerRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        await catalog.State.WriteAsync(
            state =>
            {
                if (catalog.Things.Crawlers.Require(state, place, request.Name).RunningCrawl is not null)
                {
                    throw GlueErrors.CrawlerBusy(request.Name, "delete");
                }

                catalog.Things.Crawlers.DeleteCrawler(state, place, request.Name);
                catalog.PutTags(state, Place.CrawlerArn(call, request.Name), CatalogTags.None);
                return true;
            },
            cancellationToken);
        return new();
    }
}
