using System.Diagnostics;
using System.Globalization;

namespace Weir.Bench.Load;

/// <summary>Runs the publishers and reports.</summary>
internal static class MqttLoad
{
    public static async Task<int> RunAsync(MqttOptions options, CancellationToken cancellationToken)
    {
        var payloads = new Payloads(options);
        var total = options.Seconds > 0 ? long.MaxValue : payloads.Count ?? options.Messages;
        var counts = new LoadCounts(total);
        var started = Stopwatch.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var publishers = Enumerable.Range(0, options.Connections)
            .Select(number => Task.Run(() => new MqttPublisher(options, number, payloads, counts, stop.Token).RunAsync(), CancellationToken.None))
            .ToArray();
        var watch = WatchAsync(options, counts, started, stop);
        await Task.WhenAll(publishers);
        var seconds = Stopwatch.GetElapsedTime(started, counts.LastAck == 0 ? Stopwatch.GetTimestamp() : counts.LastAck).TotalSeconds;
        await stop.CancelAsync();
        await watch;

        var isComplete = options.Seconds > 0 ? counts.Acked > 0 : counts.Acked >= total;
        var (p50, p99) = counts.Latency();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"published":{{counts.Published}},"acked":{{counts.Acked}},"resent":{{counts.Resent}},"reconnects":{{counts.Reconnects}},"failed":{{counts.Failed}},"seconds":{{seconds:0.000}},"rate":{{counts.Acked / seconds:0}},"latency_ms":{"p50":{{p50:0.00}},"p99":{{p99:0.00}}},"complete":{{(isComplete ? "true" : "false")}}}"""));
        return isComplete ? 0 : 1;
    }

    /// <summary>Ends the run when its time is over, or when nothing moves any more.</summary>
    private static async Task WatchAsync(MqttOptions options, LoadCounts counts, long started, CancellationTokenSource stop)
    {
        var seen = 0L;
        var moved = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), stop.Token);
                var acked = counts.Acked;
                moved = acked != seen ? Stopwatch.GetTimestamp() : moved;
                if (options.Progress && (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds % 1000 < 200)
                {
                    Console.Error.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Stopwatch.GetElapsedTime(started).TotalSeconds,6:0.0} s  {acked} acked  {counts.Resent} resent  {counts.Reconnects} reconnects"));
                }

                seen = acked;
                if (options.Seconds > 0 && Stopwatch.GetElapsedTime(started).TotalSeconds > options.Seconds)
                {
                    counts.StopPublishing();
                }

                if (Stopwatch.GetElapsedTime(moved).TotalSeconds > options.Patience)
                {
                    Console.Error.WriteLine("nothing was acknowledged for too long; giving up");
                    await stop.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the run is over
        }
    }
}
