using System.Diagnostics;

namespace Weir.Bench.Load;

/// <summary>What all publishers did together. Safe from any thread.</summary>
internal sealed class LoadCounts(long total)
{
    private readonly int[] _latency = new int[60_000]; // by tenths of a millisecond
    private long _next;
    private long _published;
    private long _acked;
    private long _resent;
    private long _reconnects;
    private long _failed;
    private long _lastAck;
    private volatile bool _isStopped;

    public long Published => Volatile.Read(ref _published);
    public long Acked => Volatile.Read(ref _acked);
    public long Resent => Volatile.Read(ref _resent);
    public long Reconnects => Volatile.Read(ref _reconnects);
    public long Failed => Volatile.Read(ref _failed);
    public long LastAck => Volatile.Read(ref _lastAck);

    public void StopPublishing() => _isStopped = true;

    /// <summary>The number of the next message; -1 when there is none.</summary>
    public long Take()
    {
        if (_isStopped)
        {
            return -1;
        }

        var index = Interlocked.Increment(ref _next) - 1;
        return index < total ? index : -1;
    }

    public void Sent(int fresh, int again)
    {
        Interlocked.Add(ref _published, fresh);
        Interlocked.Add(ref _resent, again);
    }

    public void Ack(int count)
    {
        Interlocked.Add(ref _acked, count);
        Volatile.Write(ref _lastAck, Stopwatch.GetTimestamp());
    }

    public void Waited(long since)
    {
        var tenths = (int)(Stopwatch.GetElapsedTime(since).TotalMilliseconds * 10);
        Interlocked.Increment(ref _latency[Math.Min(tenths, _latency.Length - 1)]);
    }

    public void Reconnected() => Interlocked.Increment(ref _reconnects);

    public void Fail() => Interlocked.Increment(ref _failed);

    public (double P50, double P99) Latency()
    {
        var all = _latency.Sum(count => (long)count);
        return (At(all / 2), At(all * 99 / 100));
    }

    private double At(long rank)
    {
        var seen = 0L;
        for (var tenths = 0; tenths < _latency.Length; tenths++)
        {
            seen += _latency[tenths];
            if (seen > rank)
            {
                return tenths / 10.0;
            }
        }

        return 0;
    }
}
