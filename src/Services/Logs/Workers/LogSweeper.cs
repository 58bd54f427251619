using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Workers;

/// <summary>Drops events past their group's retention, and those of deleted streams. It can stop and go on anywhere.</summary>
internal sealed class LogSweeper(LogStore logs, TimeProvider clock, ILogger<LogSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LogsLimits.SweepPeriod, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.SweepFailed(exception);
            }
        }
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var swept = 0;
        foreach (var group in logs.AllGroups())
        {
            if (group.RetentionDays is { } days)
            {
                swept += await ExpireAsync(group, clock.GetUtcNow().AddDays(-days), cancellationToken);
            }
        }

        foreach (var garbage in logs.Garbage())
        {
            int collected;
            do
            {
                collected = await logs.Store.WriteAsync(state => logs.Collect(state, garbage), cancellationToken);
                swept += collected;
            }
            while (collected > 0);
        }

        if (swept > 0)
        {
            logger.Swept(swept);
        }
    }

    private async Task<int> ExpireAsync(LogGroupState group, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var swept = 0;
        var streams = logs.Store.Read(state => logs.Streams(state, group)
            .Where(stream => stream.FirstEventAt < before && stream.StoredBytes > 0).Select(stream => stream.Name).ToList());
        foreach (var stream in streams)
        {
            int expired;
            do
            {
                expired = await logs.Store.WriteAsync(state => logs.Expire(state, group, stream, before), cancellationToken);
                swept += expired;
            }
            while (expired == LogsLimits.SweepBatch);
        }

        return swept;
    }
}
