using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows all crawlers.</summary>
internal sealed class GetCrawlers(CatalogStore catalog, TimeProvider clock)
    : IOperation<GetCrawlersRequest, GetCrawlersResponse>
{
    public string Resource(CallContext call, GetCrawlersRequest request) => "*";

    public ValueTask<GetCrawlersResponse> HandleAsync(
        CallContext call, GetCrawlersRequest request, CancellationToken cancellationToken)
    {
        var size = Paging.Size(request.MaxResults, GlueLimits.CrawlersPageMax);
        var after = Paging.Last(request.NextToken)?[0];
        var (found, token) = catalog.State.Read(state => Paging.Cut(
            catalog.Things.Crawlers.Crawlers.All(state, Place.Of(call, catalogId: null), after), size, crawler => [crawler.Name]));
        return ValueTask.FromResult(new GetCrawlersResponse
        {
            Crawlers = [.. found.Select(crawler => CrawlerRules.Shown(crawler, clock.GetUtcNow()))],
            NextToken = token,
        });
    }
}
