using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows how long crawlers take and what they did last.</summary>
internal sealed class GetCrawlerMetrics(CatalogStore catalog, TimeProvider clock)
    : IOperation<GetCrawlerMetricsRequest, GetCrawlerMetricsResponse>
{
    public string Resource(CallContext call, GetCrawlerMetricsRequest request) => "*";

    public ValueTask<GetCrawlerMetricsResponse> HandleAsync(
        CallContext call, GetCrawlerMetricsRequest request, CancellationToken cancellationToken)
    {
        var size = Paging.Size(request.MaxResults, GlueLimits.CrawlersPageMax);
        var after = Paging.Last(request.NextToken)?[0];
        var wanted = request.CrawlerNameList is { Count: > 0 } names ? names.ToHashSet(StringComparer.Ordinal) : null;
        var (found, token) = catalog.State.Read(state => Paging.Cut(
            catalog.Things.Crawlers.Crawlers.All(state, Place.Of(call, catalogId: null), after).Where(crawler => wanted?.Contains(crawler.Name) != false),
            size,
            crawler => [crawler.Name]));
        return ValueTask.FromResult(new GetCrawlerMetricsResponse
        {
            CrawlerMetricsList = [.. found.Select(crawler => CrawlerRules.Metrics(crawler, clock.GetUtcNow()))],
            NextToken = token,
        });
    }
}
