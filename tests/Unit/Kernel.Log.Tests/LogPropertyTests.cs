using Weir.Kernel.Core;

namespace Weir.Kernel.Log.Tests;

/// <summary>A list is the model of a partition: whatever happens, what was acknowledged is there and nothing else is but what was tried.</summary>
public sealed class LogPropertyTests
{
    [Fact]
    public void Any_history_of_appends_crashes_trims_and_restarts_keeps_what_was_acknowledged()
    {
        for (var seed = 1; seed <= 120; seed++)
        {
            Run(seed, Durability.Strict);
        }
    }

    [Fact]
    public void With_relaxed_durability_a_killed_process_loses_nothing_and_a_crash_keeps_a_prefix()
    {
        for (var seed = 1; seed <= 80; seed++)
        {
            Run(seed, Durability.Relaxed);
        }
    }

    private static void Run(int seed, Durability durability)
    {
        var random = new Random(seed);
        var harness = new LogHarness(seed, new()
        {
            SegmentBytes = random.Next(200, 2000),
            IndexIntervalBytes = random.Next(50, 500),
            BatchBytes = random.Next(100, 1000),
            OpenFilesMax = random.Next(1, 4),
            Durability = durability,
        });
        var partition = harness.Open();
        var model = new List<string>();
        var trimmed = 0;
        for (var step = 0; step < 60; step++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    AppendSome(harness, partition, model, random, $"{seed}.{step}");
                    break;
                case 5:
                    trimmed = Math.Max(trimmed, random.Next(model.Count + 1));
                    partition.TrimTo(trimmed);
                    break;
                case 6:
                    partition = Crash(harness, partition, model, random, durability, ref trimmed);
                    break;
                case 7:
                    harness.Restart(); // the process was killed: all that was written is there
                    partition = harness.Open();
                    break;
                case 8:
                    harness.Log.Dispose();
                    harness.Restart();
                    partition = harness.Open();
                    break;
                default:
                    var indexes = harness.Disk.Files().Where(name => name.EndsWith(".index")).ToList();
                    if (indexes.Count > 0)
                    {
                        harness.Disk.DeleteFile(indexes[random.Next(indexes.Count)]);
                    }

                    break;
            }

            var expected = model.Select((value, offset) => ((long)offset, value)).Skip(trimmed);
            Assert.True(expected.SequenceEqual(LogHarness.ReadAll(partition, bytesMax: random.Next(1, 3000))), $"seed {seed} step {step}");
        }
    }

    private static void AppendSome(LogHarness harness, LogPartition partition, List<string> model, Random random, string name)
    {
        var tasks = new List<Task<LogAppend>>();
        for (var count = random.Next(1, 8); count > 0; count--)
        {
            var value = $"{name}.{count}{new string('x', random.Next(100))}";
            tasks.Add(partition.AppendAsync(LogHarness.Record(value), default).AsTask());
            model.Add(value);
        }

        harness.Log.CommitPending();
        Task.WhenAll(tasks).GetAwaiter().GetResult();
    }

    /// <summary>The power fails during a commit, at a write or at a sync, or between commits.</summary>
    private static LogPartition Crash(
        LogHarness harness, LogPartition partition, List<string> model, Random random, Durability durability, ref int trimmed)
    {
        var tried = new List<string>();
        if (random.Next(2) == 0)
        {
            var failAt = random.Next(1, 4);
            harness.Disk.Intercept = (operation, _) =>
            {
                if (operation is "write" or "sync" && --failAt <= 0)
                {
                    throw new IOException("the power has failed");
                }
            };
            for (var count = random.Next(1, 5); count > 0; count--)
            {
                var value = $"tried{count}{new string('y', random.Next(900))}";
                tried.Add(value);
                _ = partition.AppendAsync(LogHarness.Record(value), default).AsTask().ContinueWith(task => _ = task.Exception, TaskScheduler.Default);
            }

            harness.Log.CommitPending();
            harness.Disk.Intercept = null;
            for (var at = 0; at < tried.Count && partition.EndOffset > model.Count; at++)
            {
                model.Add(tried[at]); // these were acknowledged before the power failed
            }
        }

        harness.CrashAndRestart();
        var reopened = harness.Open();
        var acknowledged = model.Count;
        var survived = LogHarness.ReadAll(reopened);
        Assert.True(durability == Durability.Relaxed || reopened.EndOffset >= acknowledged, "an acknowledged record is gone");
        Assert.All(survived.Where(entry => entry.Offset < acknowledged), entry => Assert.Equal(model[(int)entry.Offset], entry.Value));
        Assert.All(survived.Where(entry => entry.Offset >= acknowledged), entry => Assert.Contains(entry.Value, tried));
        if (reopened.EndOffset < model.Count)
        {
            model.RemoveRange((int)reopened.EndOffset, model.Count - (int)reopened.EndOffset);
        }

        model.AddRange(survived.Where(entry => entry.Offset >= acknowledged).Select(entry => entry.Value));
        trimmed = (int)reopened.StartOffset;
        return reopened;
    }
}
