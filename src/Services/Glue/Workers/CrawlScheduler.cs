using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Workers;

/// <summary>Starts crawlers whose time has come. A time that passes while the crawler runs, or the program does not, is left out.</summary>
internal sealed class CrawlScheduler(CatalogStore catalog, CrawlRunner runner, TimeProvider clock, ILogger<CrawlScheduler> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var last = clock.GetUtcNow();
        using var timer = new PeriodicTimer(GlueLimits.SchedulePeriod, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = clock.GetUtcNow();
            try
            {
                await StartDueAsync(last, now, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.ScheduleFailed(exception);
            }

            last = now;
        }
    }

    internal async Task StartDueAsync(DateTimeOffset after, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var scheduled = catalog.State.Read(state => catalog.Things.Crawlers.Crawlers.Everywhere(state)
            .Where(found => found.Value is { IsScheduled: true, Schedule: not null, RunningCrawl: null }).ToList());
        foreach (var (place, crawler) in scheduled)
        {
            if (CronSchedule.Parse(crawler.Schedule!).Next(after) is not { } due || due > now)
            {
                continue;
            }

            try
            {
                await runner.StartAsync(place, crawler.Name, cancellationToken);
            }
            catch (ServiceException)
            {
                // Somebody started or deleted it in between.
            }
        }
    }
}
