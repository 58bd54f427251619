using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lets a crawler's schedule run.</summary>
internal sealed class StartCrawlerSchedule(CatalogStore catalog)
    : IOperation<StartCrawlerScheduleRequest, StartCrawlerScheduleResponse>
{
    public string Resource(CallContext call, StartCrawlerScheduleRequest request) => Place.CrawlerArn(call, request.CrawlerName);

    public async ValueTask<StartCrawlerScheduleResponse> HandleAsync(
        CallContext call, StartCrawlerScheduleRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        await catalog.State.WriteAsync(
            state =>
            {
                var crawler = catalog.Things.Crawlers.Require(state, place, request.CrawlerName);
                if (crawler.Schedule is null || crawler.IsScheduled)
                {
                    throw crawler.IsScheduled ? GlueErrors.SchedulerRunning(request.CrawlerName) : GlueErrors.NoSchedule(request.CrawlerName);
                }

                catalog.Things.Crawlers.Crawlers.Put(state, place, crawler with { ScheduleState = "SCHEDULED" }, crawler.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
