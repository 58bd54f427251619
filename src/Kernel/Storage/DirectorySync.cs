namespace Weir.Kernel.Storage;

/// <summary>Syncs one directory for many callers at once: all that ask while a sync runs share the next one.</summary>
/// <remarks>Safe from any thread. A failure reaches every caller of that sync.</remarks>
public sealed class DirectorySync(string path, DiskThreads threads)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _next;
    private bool _isRunning;

    /// <summary>Done when every name that exists in the directory now is durable.</summary>
    public Task SyncAsync()
    {
        lock (_lock)
        {
            _next ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            var mine = _next.Task;
            if (!_isRunning)
            {
                _isRunning = true;
                _ = threads.RunAsync(Run);
            }

            return mine;
        }
    }

    private void Run()
    {
        while (true)
        {
            TaskCompletionSource current;
            lock (_lock)
            {
                if (_next is null)
                {
                    _isRunning = false;
                    return;
                }

                current = _next;
                _next = null;
            }

            try
            {
                DurableFiles.SyncDirectory(path);
                current.SetResult();
            }
            catch (IOException failure)
            {
                current.SetException(failure);
            }
        }
    }
}
