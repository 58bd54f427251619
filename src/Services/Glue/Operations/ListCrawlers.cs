using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Names crawlers, those that have some tags.</summary>
internal sealed class ListCrawlers(CatalogStore catalog)
    : IOperation<ListCrawlersRequest, ListCrawlersResponse>
{
    public string Resource(CallContext call, ListCrawlersRequest request) => "*";

    public ValueTask<ListCrawlersResponse> HandleAsync(
        CallContext call, ListCrawlersRequest request, CancellationToken cancellationToken)
    {
        var size = Paging.Size(request.MaxResults, GlueLimits.CrawlersPageMax);
        var after = Paging.Last(request.NextToken)?[0];
        var (found, token) = catalog.State.Read(state => Paging.Cut(
            catalog.Things.Crawlers.Crawlers.All(state, Place.Of(call, catalogId: null), after).Where(crawler =>
            {
                var tags = catalog.Tags(state, Place.CrawlerArn(call, crawler.Name));
                return (request.Tags ?? CatalogTags.None).All(wanted => tags.GetValueOrDefault(wanted.Key) == wanted.Value);
            }),
            size,
            crawler => [crawler.Name]));
        return ValueTask.FromResult(new ListCrawlersResponse { CrawlerNames = [.. found.Select(crawler => crawler.Name)], NextToken = token });
    }
}
