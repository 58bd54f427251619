using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Kernel.State;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Workers;

/// <summary>Runs the events of the asynchronous queue when they are due. An event leaves the queue only when it is done with.</summary>
internal sealed class EventDispatcher(EventQueue events, EventHandling handling, TimeProvider clock, ILogger<EventDispatcher> logger)
    : BackgroundService
{
    private readonly Lock _lock = new();
    private readonly HashSet<StateKey> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = events.Changed;
            DateTimeOffset? next;
            try
            {
                next = Start(stoppingToken);
            }
            catch (Exception exception) when (exception is IOException or System.Text.Json.JsonException)
            {
                logger.EventQueueTrouble(exception);
                next = clock.GetUtcNow() + LambdaLimits.ThrottledRetry;
            }

            await WaitAsync(changed, next, stoppingToken);
        }
    }

    private async Task WaitAsync(Task changed, DateTimeOffset? next, CancellationToken stoppingToken)
    {
        var wait = next is { } due ? due - clock.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (next is not null && wait <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await changed.WaitAsync(wait, clock, stoppingToken);
        }
        catch (TimeoutException)
        {
            // Something is due.
        }
    }

    /// <summary>Starts what is due and fits; answers when to look again, null for "at the next change".</summary>
    private DateTimeOffset? Start(CancellationToken stoppingToken)
    {
        HashSet<StateKey> running;
        lock (_lock)
        {
            running = [.. _running];
        }

        var room = LambdaLimits.EventsAtOnce - running.Count;
        if (room == 0)
        {
            return null; // the end of one is a change
        }

        var (due, next) = events.Look(clock.GetUtcNow(), room, running);
        foreach (var (key, item) in due)
        {
            lock (_lock)
            {
                _running.Add(key);
            }

            _ = HandleAsync(key, item, stoppingToken);
        }

        return due.Count == room ? null : next;
    }

    private async Task HandleAsync(StateKey key, EventState item, CancellationToken stoppingToken)
    {
        try
        {
            await handling.HandleAsync(key, item, stoppingToken);
        }
#pragma warning disable CA1031 // whatever it was, the event is still in the queue and is tried again
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!stoppingToken.IsCancellationRequested)
            {
                logger.EventTrouble(item.FunctionName, exception);
                await Task.WhenAny(Task.Delay(LambdaLimits.ThrottledRetry, clock, stoppingToken));
            }
        }
        finally
        {
            lock (_lock)
            {
                _running.Remove(key);
            }

            events.Pulse();
        }
    }
}
