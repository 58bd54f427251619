using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace Weir.Kernel.Log;

/// <summary>One caller waiting for its records to be durable. Pooled: a steady stream of appends allocates nothing.</summary>
internal sealed class PendingAppend : IValueTaskSource<LogAppend>
{
    private const int PooledMax = 4096;

    private static readonly ConcurrentQueue<PendingAppend> Pool = new();
    private static int _pooled;

    private ManualResetValueTaskSourceCore<LogAppend> _core = new() { RunContinuationsAsynchronously = true };

    public LogAppend Result { get; set; }

    /// <summary>The records while they wait for room; one is kept here without an array.</summary>
    public LogRecord Single { get; set; }

    public ReadOnlyMemory<LogRecord> Many { get; set; }

    public bool IsMany { get; set; }

    public static PendingAppend Rent()
    {
        if (Pool.TryDequeue(out var pending))
        {
            Interlocked.Decrement(ref _pooled);
            return pending;
        }

        return new();
    }

    public ValueTask<LogAppend> Task => new(this, _core.Version);

    public void Succeed() => _core.SetResult(Result);

    public void Fail(Exception failure) => _core.SetException(failure);

    public LogAppend GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            (Single, Many, IsMany) = (default, default, false);
            if (Interlocked.Increment(ref _pooled) <= PooledMax)
            {
                Pool.Enqueue(this);
            }
            else
            {
                Interlocked.Decrement(ref _pooled);
            }
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
