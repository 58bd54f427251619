using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Kernel.State;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Workers;

/// <summary>Delivers queued events, each at least once. A destination that fails is left alone for a while; the others go on.</summary>
internal sealed class EventWorker(
    IStateStore state, EventQueue queue, NotificationTargets targets, TimeProvider clock, HopMetrics metrics, ILogger<EventWorker> logger)
    : BackgroundService
{
    private const string Hop = "s3.events";

    private readonly Dictionary<string, Pause> _pauses = [];

    /// <summary>One round over all destinations; returns when the next one is due (zero: there is more to do now).</summary>
    public async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var destinations = state.Read(Destinations);
        foreach (var gone in _pauses.Keys.Except(destinations).ToList())
        {
            _pauses.Remove(gone);
        }

        var due = destinations.Where(destination => !_pauses.TryGetValue(destination, out var pause) || pause.Until <= now).ToList();
        var outcomes = await Task.WhenAll(due.Select(destination => DeliverAsync(destination, cancellationToken)));
        for (var index = 0; index < due.Count; index++)
        {
            if (outcomes[index])
            {
                _pauses.Remove(due[index]);
            }
            else
            {
                var wait = _pauses.TryGetValue(due[index], out var before) ? before.Next() : S3Limits.EventRetryFirst;
                _pauses[due[index]] = new(now + wait, wait);
            }
        }

        if (outcomes.Any(isDelivered => isDelivered))
        {
            return TimeSpan.Zero;
        }

        return _pauses.Count == 0 ? Timeout.InfiniteTimeSpan : Later(_pauses.Values.Min(pause => pause.Until) - clock.GetUtcNow());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = S3Limits.EventRetryFirst;
            try
            {
                wait = await RunOnceAsync(stoppingToken);
            }
#pragma warning disable CA1031 // events wait; the worker must not end
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                logger.EventRoundFailed(failure);
            }

            if (wait != TimeSpan.Zero)
            {
                await queue.WaitAsync(wait, stoppingToken);
            }
        }
    }

    private static TimeSpan Later(TimeSpan wait) => wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;

    /// <summary>Every destination with waiting events, seeking from one to the next.</summary>
    private static List<string> Destinations(IStateReader reader)
    {
        var found = new List<string>();
        var from = default(StateKey);
        while (reader.Scan(S3Tables.Events.Space, from, default).Select(entry => entry.Key.Parts(2)[0]).FirstOrDefault() is { } destination)
        {
            found.Add(destination);
            from = StateKey.Prefix(destination).Next();
        }

        return found;
    }

    /// <summary>True when everything that was read could be sent (or was given up).</summary>
    private async Task<bool> DeliverAsync(string destination, CancellationToken cancellationToken)
    {
        var waiting = state.Read(reader => S3Tables.Events.Scan(reader, StateKey.Prefix(destination)).Take(S3Limits.EventsPerRead).ToList());
        foreach (var batch in waiting.Chunk(S3Limits.EventsAtOnce))
        {
            metrics.Lag(Hop, batch[0].Value.Bucket, clock.GetUtcNow() - batch[0].Value.QueuedAt);
            var isDone = await Task.WhenAll(batch.Select(entry => TrySendAsync(entry.Value, cancellationToken)));
            FaultPoints.Hit("s3.after-notification");
            var sent = batch.Where((_, index) => isDone[index]).Select(entry => entry.Key).ToList();
            if (sent.Count > 0)
            {
                await state.WriteAsync(writer => sent.Count(key => S3Tables.Events.Delete(writer, key)), CancellationToken.None);
            }

            if (sent.Count < batch.Length)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> TrySendAsync(EventState message, CancellationToken cancellationToken)
    {
        try
        {
            await targets.SendAsync(message, cancellationToken);
            metrics.Out(Hop, message.Bucket, 1, message.Body.Length);
            return true;
        }
#pragma warning disable CA1031 // whatever is wrong with one destination, the event waits and the others go on
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var isTooOld = clock.GetUtcNow() - message.QueuedAt > S3Limits.EventAgeMax;
            metrics.Failed(Hop, message.Bucket, isTooOld ? "given-up" : "undelivered");
            if (isTooOld)
            {
                logger.EventGivenUp(message.Bucket, message.Destination, message.QueuedAt, failure);
            }
            else
            {
                logger.EventUndelivered(message.Bucket, message.Destination, failure.Message);
            }

            return isTooOld;
        }
    }

    private readonly record struct Pause(DateTimeOffset Until, TimeSpan Length)
    {
        public TimeSpan Next() => Length * 2 < S3Limits.EventRetryMax ? Length * 2 : S3Limits.EventRetryMax;
    }
}
