using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Gives a crawler another schedule, or none.</summary>
internal sealed class UpdateCrawlerSchedule(CatalogStore catalog, TimeProvider clock)
    : IOperation<UpdateCrawlerScheduleRequest, UpdateCrawlerScheduleResponse>
{
    public string Resource(CallContext call, UpdateCrawlerScheduleRequest request) => Place.CrawlerArn(call, request.CrawlerName);

    public async ValueTask<UpdateCrawlerScheduleResponse> HandleAsync(
        CallContext call, UpdateCrawlerScheduleRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        var now = clock.GetUtcNow();
        var schedule = string.IsNullOrEmpty(request.Schedule) ? null : request.Schedule;
        if (schedule is not null)
        {
            CronSchedule.Parse(schedule);
        }

        await catalog.State.WriteAsync(
            state =>
            {
                var crawler = catalog.Things.Crawlers.Require(state, place, request.CrawlerName);
                catalog.Things.Crawlers.Crawlers.Put(
                    state,
                    place,
                    crawler with
                    {
                        Schedule = schedule,
                        ScheduleState = schedule is null ? "NOT_SCHEDULED" : "SCHEDULED",
                        Updated = now,
                        Version = crawler.Version + 1,
                    },
                    crawler.Name);
                return true;
            },
            cancellationToken);
        return new();
    }
}
