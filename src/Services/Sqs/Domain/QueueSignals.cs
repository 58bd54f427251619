using System.Collections.Concurrent;

namespace Weir.Services.Sqs.Domain;

/// <summary>Wakes receivers that wait for a queue. Safe from any thread; holds nothing that must survive.</summary>
internal sealed class QueueSignals
{
    private readonly ConcurrentDictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);

    /// <summary>Take the turn before looking at the queue, wait on it after: nothing sent in between is missed.</summary>
    public Turn Take(string queueId)
    {
        while (true)
        {
            var waiting = _waiting.GetOrAdd(queueId, static _ => new());
            lock (waiting)
            {
                if (!waiting.IsRetired)
                {
                    waiting.Count++;
                    return new(this, queueId, waiting);
                }
            }
        }
    }

    public void Pulse(string queueId)
    {
        if (_waiting.TryRemove(queueId, out var waiting))
        {
            lock (waiting)
            {
                waiting.IsRetired = true;
            }

            waiting.Pulsed.TrySetResult();
        }
    }

    private void Leave(string queueId, Waiting waiting)
    {
        lock (waiting)
        {
            if (--waiting.Count == 0)
            {
                waiting.IsRetired = true;
                _waiting.TryRemove(new(queueId, waiting));
            }
        }
    }

    internal sealed class Waiting
    {
        public TaskCompletionSource Pulsed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public int Count { get; set; }
        public bool IsRetired { get; set; }
    }

    internal readonly struct Turn(QueueSignals signals, string queueId, Waiting waiting) : IDisposable
    {
        /// <summary>Returns at a pulse or when the time is up.</summary>
        public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
        {
            try
            {
                await waiting.Pulsed.Task.WaitAsync(atMost, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                // The time is up: the caller looks again.
            }
        }

        public void Dispose() => signals.Leave(queueId, waiting);
    }
}
