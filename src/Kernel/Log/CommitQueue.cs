using System.Diagnostics.CodeAnalysis;

namespace Weir.Kernel.Log;

/// <summary>Partitions that have something to commit, in turn, and the threads that do it.</summary>
/// <remarks>Threads, not tasks: a sync blocks, and the thread pool of a small machine is soon used up. They start with the first work.</remarks>
internal sealed class CommitQueue(int threads) : IDisposable
{
    private readonly Queue<LogPartition> _ready = new();
    private readonly List<Thread> _threads = [];
    private readonly object _gate = new();
    private int _idle;
    private bool _isDisposed;

    public void Add(LogPartition partition)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return; // closing commits what waits
            }

            _ready.Enqueue(partition);
            if (_idle >= _ready.Count)
            {
                Monitor.Pulse(_gate);
            }
            else if (_threads.Count < threads)
            {
                var thread = new Thread(Work, maxStackSize: 512 << 10) { IsBackground = true, Name = $"log {_threads.Count + 1}" };
                _threads.Add(thread);
                thread.Start();
            }
        }
    }

    public bool TryTake([MaybeNullWhen(false)] out LogPartition partition)
    {
        lock (_gate)
        {
            return _ready.TryDequeue(out partition);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private void Work()
    {
        while (Next() is { } partition)
        {
            if (partition.Commit())
            {
                Add(partition);
            }
        }
    }

    private LogPartition? Next()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_isDisposed)
                {
                    return null;
                }

                if (_ready.TryDequeue(out var partition))
                {
                    return partition;
                }

                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }
        }
    }
}
