using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the runs of a crawler, newest first, those that fit some filters.</summary>
internal sealed class ListCrawls(CatalogStore catalog)
    : IOperation<ListCrawlsRequest, ListCrawlsResponse>
{
    public string Resource(CallContext call, ListCrawlsRequest request) => Place.CrawlerArn(call, request.CrawlerName);

    public ValueTask<ListCrawlsResponse> HandleAsync(
        CallContext call, ListCrawlsRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        var size = Paging.Size(request.MaxResults, GlueLimits.CrawlsPageMax);
        var skipped = Paging.Last(request.NextToken) is { } parts && int.TryParse(parts[0], out var count) ? count : 0;
        var isWanted = CrawlFilters.All(request.Filters);
        var page = catalog.State.Read(state =>
        {
            catalog.Things.Crawlers.Require(state, place, request.CrawlerName);
            return catalog.Things.Crawlers.Crawls(state, place, request.CrawlerName).Where(isWanted).Skip(skipped).Take(size + 1).ToList();
        });
        return ValueTask.FromResult(new ListCrawlsResponse
        {
            Crawls = [.. page.Take(size).Select(CrawlFilters.Shown)],
            NextToken = page.Count > size ? Paging.Token($"{skipped + size}") : null,
        });
    }
}
