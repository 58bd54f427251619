using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows several crawlers; those that are not there are named.</summary>
internal sealed class BatchGetCrawlers(CatalogStore catalog, TimeProvider clock)
    : IOperation<BatchGetCrawlersRequest, BatchGetCrawlersResponse>
{
    public string Resource(CallContext call, BatchGetCrawlersRequest request) => "*";

    public ValueTask<BatchGetCrawlersResponse> HandleAsync(
        CallContext call, BatchGetCrawlersRequest request, CancellationToken cancellationToken)
    {
        Batches.RequireSize("crawlerNames", request.CrawlerNames.Count, GlueLimits.BatchGetCrawlersMax);
        var now = clock.GetUtcNow();
        var found = catalog.State.Read(state => request.CrawlerNames.Distinct(StringComparer.Ordinal)
            .Select(name => catalog.Things.Crawlers.Crawlers.Find(state, Place.Of(call, catalogId: null), name)).OfType<CrawlerState>().ToList());
        return ValueTask.FromResult(new BatchGetCrawlersResponse
        {
            Crawlers = [.. found.Select(crawler => CrawlerRules.Shown(crawler, now))],
            CrawlersNotFound = [.. request.CrawlerNames.Where(name => found.TrueForAll(crawler => crawler.Name != name))],
        });
    }
}
