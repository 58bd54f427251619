using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.Workers;

namespace Weir.Services.Glue.Operations;

/// <summary>Starts a crawl.</summary>
internal sealed class StartCrawler(CrawlRunner runner)
    : IOperation<StartCrawlerRequest, StartCrawlerResponse>
{
    public string Resource(CallContext call, StartCrawlerRequest request) => Place.CrawlerArn(call, request.Name);

    public async ValueTask<StartCrawlerResponse> HandleAsync(
        CallContext call, StartCrawlerRequest request, CancellationToken cancellationToken)
    {
        await runner.StartAsync(Place.Of(call, catalogId: null), request.Name, cancellationToken);
        return new();
    }
}
