using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a crawler.</summary>
internal sealed class GetCrawler(CatalogStore catalog, TimeProvider clock)
    : IOperation<GetCrawlerRequest, GetCrawlerResponse>
{
    public string Resource(CallContext call, GetCrawlerRequest request) => Place.CrawlerArn(call, request.Name);

    public ValueTask<GetCrawlerResponse> HandleAsync(
        CallContext call, GetCrawlerRequest request, CancellationToken cancellationToken)
    {
        var found = catalog.State.Read(state => catalog.Things.Crawlers.Require(state, Place.Of(call, catalogId: null), request.Name));
        return ValueTask.FromResult(new GetCrawlerResponse { Crawler = CrawlerRules.Shown(found, clock.GetUtcNow()) });
    }
}
