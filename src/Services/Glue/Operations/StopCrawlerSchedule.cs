using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Stops a crawler's schedule; a crawl under way goes on.</summary>
internal sealed class StopCrawlerSchedule(CatalogStore catalog)
    : IOperation<StopCrawlerScheduleRequest, StopCrawlerScheduleResponse>
{
    public string Resource(CallContext call, StopCrawlerScheduleRequest request) => Place.CrawlerArn(call, request.CrawlerName);

    public async ValueTask<StopCrawlerScheduleResponse> HandleAsync(
        CallContext call, StopCrawlerScheduleRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        await catalog.State.WriteAsync(
            state =>
            {
                var crawler = catalog.Things.Crawlers.Require(state, place, request.CrawlerName);
                if (!crawler.IsScheduled)
                {
                    throw GlueErrors.SchedulerNotRunning(request.CrawlerName);
                }

                catalog.Things.Crawlers.Crawlers.Put(state, place, crawler with { ScheduleState = "NOT_SCHEDULED" }, crawler.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
