using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Tests.Support;
using Weir.Tests.Support.Storage;

namespace Weir.Kernel.Log.Tests;

/// <summary>A log on a simulated disk whose commits happen when the test says so.</summary>
internal sealed class LogHarness
{
    public const string Root = "/data/log";

    public LogHarness(int seed = 1, LogOptions? options = null)
    {
        Disk = new(seed);
        Options = (options ?? new()) with { CommitThreads = 0 };
        Log = Start();
    }

    public SimulatedDisk Disk { get; }

    public LogOptions Options { get; set; }

    public ManualClock Clock { get; } = new();

    public CommitLog Log { get; private set; }

    public LogPartition Open(string name = "a") => Log.Open(name, create: true);

    public LogAppend Append(LogPartition partition, string value, long? time = null)
    {
        var task = partition.AppendAsync(Record(value, time), CancellationToken.None).AsTask();
        Log.CommitPending();
        return task.GetAwaiter().GetResult();
    }

    public void Restart() => Log = Start();

    public void CrashAndRestart()
    {
        Disk.Crash();
        Log = Start();
    }

    public static LogRecord Record(string value, long? time = null) =>
        new() { Key = Encoding.UTF8.GetBytes("k"), Value = Encoding.UTF8.GetBytes(value), TimestampMs = time };

    public static List<(long Offset, string Value)> ReadAll(LogPartition partition, long? from = null, int bytesMax = 1 << 20)
    {
        var result = new List<(long, string)>();
        var offset = from ?? partition.StartOffset;
        while (offset < partition.EndOffset)
        {
            using var read = partition.Read(offset, bytesMax);
            foreach (var entry in read)
            {
                result.Add((entry.Offset, Encoding.UTF8.GetString(entry.Value.Span)));
            }

            Assert.True(read.NextOffset > offset, "a read below the end moves on");
            offset = read.NextOffset;
        }

        return result;
    }

    private CommitLog Start() => new(Disk, Root, Options, Clock, NullLogger<CommitLog>.Instance);
}
