using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.S3.Domain;

namespace Weir.Services.S3.State;

/// <summary>Events between the change that caused them and their delivery. Queued in the change's own transaction: none is lost, none invented.</summary>
internal sealed class EventQueue(TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>Queues one message for each rule that wants the event. Call <see cref="Wake"/> after the commit.</summary>
    public void Add(IStateWriter writer, CallContext call, BucketState bucket, ObjectEvent happened)
    {
        if (bucket.Notifications.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var sequencer = 0L;
        for (var index = 0; index < bucket.Notifications.Count; index++)
        {
            var rule = bucket.Notifications[index];
            if (!NotificationRules.Matches(rule, happened.Name, happened.Key))
            {
                continue;
            }

            sequencer = sequencer == 0 ? S3Tables.NextSequence(writer, now) : sequencer;
            S3Tables.Events.Put(writer, S3Tables.Event(rule.Destination, sequencer, index), new()
            {
                Kind = rule.Kind,
                Destination = rule.Destination,
                Bucket = bucket.Name,
                Account = bucket.Account,
                Region = bucket.Region,
                Body = EventMessage.Of(call, bucket, rule, happened, sequencer, now),
                QueuedAt = now,
            });
        }
    }

    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // already awake
        }
    }

    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _wake.WaitAsync(timeout, cancellationToken);

    public void Dispose() => _wake.Dispose();
}
