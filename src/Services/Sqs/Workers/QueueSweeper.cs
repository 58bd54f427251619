using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Workers;

/// <summary>Drops messages past their retention, forgets old deduplication ids, collects deleted queues, reports lag.</summary>
/// <remarks>Receives never return an expired message, swept or not; all of it can stop and go on anywhere.</remarks>
internal sealed class QueueSweeper(
    QueueTable queues, MessageStore messages, TimeProvider clock, HopMetrics metrics, ILogger<QueueSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SqsLimits.SweepPeriod, clock);
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
        foreach (var queue in queues.All())
        {
            await ExpireAsync(queue, cancellationToken);
            if (queue.IsFifo)
            {
                await ForgetDuplicatesAsync(queue, cancellationToken);
            }

            ReportLag(queue);
        }

        foreach (var store in queues.GarbageStores())
        {
            await CollectAsync(store, cancellationToken);
        }
    }

    private async Task ExpireAsync(QueueState queue, CancellationToken cancellationToken)
    {
        var cut = clock.GetUtcNow().AddSeconds(-queue.RetentionSeconds);
        int count;
        do
        {
            if (!queues.Store.Read(state => messages.SentBefore(state, queue.Store, cut).Any()))
            {
                return;
            }

            count = await queues.Store.WriteAsync(
                state =>
                {
                    var expired = messages.SentBefore(state, queue.Store, cut).Take(SqsLimits.SweepMessagesMax).ToList();
                    expired.ForEach(item => messages.Remove(state, queue.Store, item.Place, item.Delivery));
                    return expired.Count;
                },
                cancellationToken);
            logger.Expired(queue.Name, count);
        }
        while (count == SqsLimits.SweepMessagesMax);
    }

    private async Task ForgetDuplicatesAsync(QueueState queue, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (queues.Store.Read(state => messages.HasExpiredDuplicates(state, queue.Store, now)))
        {
            await queues.Store.WriteAsync(state => messages.ForgetDuplicates(state, queue.Store, now), cancellationToken);
        }
    }

    private void ReportLag(QueueState queue)
    {
        var oldest = queues.Store.Read(state =>
            messages.InOrder(state, queue.Store).Take(1).Select(item => messages.Content(state, queue.Store, item.Place)).FirstOrDefault());
        var age = oldest is null
            ? TimeSpan.Zero
            : clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(oldest.SentMilliseconds);
        metrics.Lag("sqs", queue.Name, age);
    }

    private async Task CollectAsync(string store, CancellationToken cancellationToken)
    {
        int count;
        do
        {
            count = await queues.Store.WriteAsync(
                state =>
                {
                    var collected = messages.Collect(state, store);
                    if (collected == 0)
                    {
                        queues.GarbageCollected(state, store);
                    }

                    return collected;
                },
                cancellationToken);
            logger.Collected(count);
        }
        while (count > 0);
    }
}
