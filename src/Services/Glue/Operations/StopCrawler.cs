using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.Workers;

namespace Weir.Services.Glue.Operations;

/// <summary>Asks a running crawl to end.</summary>
internal sealed class StopCrawler(CrawlRunner runner)
    : IOperation<StopCrawlerRequest, StopCrawlerResponse>
{
    public string Resource(CallContext call, StopCrawlerRequest request) => Place.CrawlerArn(call, request.Name);

    public async ValueTask<StopCrawlerResponse> HandleAsync(
        CallContext call, StopCrawlerRequest request, CancellationToken cancellationToken)
    {
        await runner.StopAsync(Place.Of(call, catalogId: null), request.Name, cancellationToken);
        return new();
    }
}
