using Microsoft.Extensions.Logging;

namespace Weir.Protocols.Mqtt;

/// <summary>Removes acknowledged messages from the store, many to a write. Losing this in a crash costs duplicates, never messages.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class MqttAcknowledgements(IMqttSessionStore store, ILogger logger)
{
    private readonly Lock _gate = new();
    private List<MqttQueueEntry> _waiting = [];
    private Task _writing = Task.CompletedTask;

    public void Add(MqttQueueEntry entry)
    {
        lock (_gate)
        {
            _waiting.Add(entry);
            if (_writing.IsCompleted)
            {
                _writing = Task.Run(WriteAsync);
            }
        }
    }

    /// <summary>Done when everything added before is removed.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            return _writing;
        }
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            List<MqttQueueEntry> entries;
            lock (_gate)
            {
                entries = _waiting;
                if (entries.Count == 0)
                {
                    // inside the lock, so that Add sees either this loop or none
                    _writing = Task.CompletedTask;
                    return;
                }

                _waiting = [];
            }

            try
            {
                await store.RemoveAsync(entries, CancellationToken.None);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                logger.BackgroundFailed(exception);
            }
        }
    }
}
