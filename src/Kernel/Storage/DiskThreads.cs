using System.Collections.Concurrent;

namespace Weir.Kernel.Storage;

/// <summary>A few threads for calls that block on the disk, so that waiting for a sync never starves the thread pool.</summary>
/// <remarks>Safe from any thread. Threads start with the first work and live as long as the process.</remarks>
#pragma warning disable CA1001 // lives as long as the process, as its threads do
public sealed class DiskThreads
#pragma warning restore CA1001
{
    private const int WaitingMax = 4096;

    private readonly BlockingCollection<Action> _work = new(WaitingMax);
    private readonly Lock _start = new();
    private readonly int _threadsMax;
    private int _threads;
    private int _idle;

    public DiskThreads(int threadsMax) => _threadsMax = threadsMax;

    /// <summary>The process's own; a sync waits for the device, not for a core, so there are more threads than cores.</summary>
    public static DiskThreads Shared { get; } = new(threadsMax: 16);

    /// <summary>Runs a blocking call on one of the threads; its failure is the task's.</summary>
    public Task RunAsync(Action call) => RunAsync(() =>
    {
        call();
        return true;
    });

    public Task<T> RunAsync<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        EnsureThread();
        _work.Add(() =>
        {
            try
            {
                done.SetResult(call());
            }
#pragma warning disable CA1031 // the failure belongs to whoever awaits the task
            catch (Exception failure)
#pragma warning restore CA1031
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    private void EnsureThread()
    {
        lock (_start)
        {
            if (_threads == _threadsMax || Volatile.Read(ref _idle) > _work.Count)
            {
                return;
            }

            _threads++;
            new Thread(Loop, maxStackSize: 256 * 1024) { IsBackground = true, Name = $"disk {_threads}" }.Start();
        }
    }

    private void Loop()
    {
        while (true)
        {
            Interlocked.Increment(ref _idle);
            var work = _work.Take();
            Interlocked.Decrement(ref _idle);
            work();
        }
    }
}
