using Weir.Kernel.Core;

namespace Weir.Kernel.Log.Tests;

public sealed class LogPartitionTests
{
    private static readonly LogOptions SmallSegments = new() { SegmentBytes = 400, IndexIntervalBytes = 150 };

    [Fact]
    public void Records_come_back_in_order_with_dense_offsets()
    {
        var harness = new LogHarness(options: SmallSegments);
        var partition = harness.Open();
        for (var at = 0; at < 50; at++)
        {
            Assert.Equal(at, harness.Append(partition, $"v{at}").FirstOffset);
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(at => ((long)at, $"v{at}")), LogHarness.ReadAll(partition));
        Assert.Equal(Enumerable.Range(33, 17).Select(at => ((long)at, $"v{at}")), LogHarness.ReadAll(partition, 33, 1));
        Assert.True(harness.Disk.ListFiles("/data/log/a").Count(name => name.EndsWith(".log")) > 5);
    }

    [Fact]
    public async Task Many_appends_share_one_sync()
    {
        var harness = new LogHarness();
        var partition = harness.Open();
        var before = harness.Disk.Syncs;

        var appends = Enumerable.Range(0, 100).Select(at => partition.AppendAsync(LogHarness.Record($"{at}"), default).AsTask()).ToList();
        Assert.All(appends, append => Assert.False(append.IsCompleted));
        Assert.Equal(0, partition.EndOffset);
        harness.Log.CommitPending();

        Assert.Equal(Enumerable.Range(0, 100).Select(at => (long)at), (await Task.WhenAll(appends)).Select(append => append.FirstOffset));
        Assert.Equal(1, harness.Disk.Syncs - before);
    }

    [Fact]
    public async Task Appends_that_do_not_fit_the_batch_keep_their_order()
    {
        var harness = new LogHarness(options: new() { BatchBytes = 300 });
        var partition = harness.Open();

        var appends = Enumerable.Range(0, 40).Select(at => partition.AppendAsync(LogHarness.Record($"{at}"), default).AsTask()).ToList();
        harness.Log.CommitPending();

        await Task.WhenAll(appends);
        Assert.Equal(Enumerable.Range(0, 40).Select(at => ((long)at, $"{at}")), LogHarness.ReadAll(partition));
    }

    [Fact]
    public async Task Records_of_one_append_lie_next_to_each_other()
    {
        var harness = new LogHarness();
        var partition = harness.Open();
        harness.Append(partition, "x");

        var task = partition.AppendAsync(new[] { LogHarness.Record("a"), LogHarness.Record("b") }, default).AsTask();
        harness.Log.CommitPending();

        Assert.Equal(1, (await task).FirstOffset);
        Assert.Equal([(1, "a"), (2, "b")], LogHarness.ReadAll(partition, 1));
    }

    [Fact]
    public async Task A_failed_sync_stops_the_partition()
    {
        var harness = new LogHarness();
        var partition = harness.Open();
        harness.Append(partition, "kept");
        harness.Disk.Intercept = (operation, _) =>
        {
            if (operation == "sync")
            {
                throw new IOException("the device is gone");
            }
        };

        var append = partition.AppendAsync(LogHarness.Record("lost"), default).AsTask();
        harness.Log.CommitPending();

        await Assert.ThrowsAsync<LogStoppedException>(() => append);
        harness.Disk.Intercept = null;
        await Assert.ThrowsAsync<LogStoppedException>(() => partition.AppendAsync(LogHarness.Record("more"), default).AsTask());
        Assert.Equal([(0, "kept")], LogHarness.ReadAll(partition));
    }

    [Fact]
    public async Task A_full_disk_refuses_appends_until_there_is_room_again()
    {
        var harness = new LogHarness();
        var partition = harness.Open();
        harness.Append(partition, "a");
        harness.Disk.Intercept = (operation, _) =>
        {
            if (operation == "write")
            {
                throw new IOException("No space left on device", 28);
            }
        };

        var append = partition.AppendAsync(LogHarness.Record("b"), default).AsTask();
        harness.Log.CommitPending();
        await Assert.ThrowsAsync<IOException>(() => append);
        harness.Disk.Intercept = null;

        Assert.Equal(1, harness.Append(partition, "c").FirstOffset);
        Assert.Equal([(0, "a"), (1, "c")], LogHarness.ReadAll(partition));
    }

    [Fact]
    public void Acknowledged_records_survive_a_crash_and_a_lost_index()
    {
        var harness = new LogHarness(options: SmallSegments);
        for (var at = 0; at < 30; at++)
        {
            harness.Append(harness.Open(), $"v{at}");
        }

        harness.CrashAndRestart();
        foreach (var index in harness.Disk.Files().Where(name => name.EndsWith(".index")))
        {
            harness.Disk.DeleteFile(index);
        }

        harness.Restart();
        Assert.Equal(30, LogHarness.ReadAll(harness.Open()).Count);
        Assert.Equal(30, harness.Append(harness.Open(), "next").FirstOffset);
    }

    [Fact]
    public void A_flipped_bit_before_other_batches_is_damage_with_file_and_place()
    {
        var harness = new LogHarness();
        var partition = harness.Open();
        harness.Append(partition, "one");
        var position = (int)partition.Bytes;
        harness.Append(partition, "two");
        harness.Append(partition, "three");
        var file = harness.Disk.Files().Single(name => name.EndsWith(".log"));
        harness.Disk.Corrupt(file, position + 70, 0x10);
        harness.Restart();

        var damage = Assert.Throws<LogDamagedException>(() => harness.Open());

        Assert.Equal((file, position), (damage.File, (int)damage.Position));
    }

    [Fact]
    public void Damage_in_a_sealed_segment_is_reported_on_reading()
    {
        var harness = new LogHarness(options: SmallSegments);
        for (var at = 0; at < 30; at++)
        {
            harness.Append(harness.Open(), $"v{at}");
        }

        harness.Disk.Corrupt("/data/log/a/00000000000000000000.log", 70, 0x01);
        harness.Restart();
        var partition = harness.Open();

        Assert.Throws<LogDamagedException>(() => LogHarness.ReadAll(partition));
        Assert.NotEmpty(LogHarness.ReadAll(partition, 20));
    }

    [Fact]
    public void A_torn_end_is_cut_and_reported()
    {
        var harness = new LogHarness();
        harness.Append(harness.Open(), "kept");
        var file = harness.Disk.Files().Single(name => name.EndsWith(".log"));
        using (var raw = harness.Disk.Open(file, create: false))
        {
            raw.Write(new byte[100], raw.Length);
        }

        harness.Restart();
        var partition = harness.Open();

        Assert.Equal((file, 100), (partition.Recovery.File, partition.Recovery.BytesCut));
        Assert.Equal([(0, "kept")], LogHarness.ReadAll(partition));
    }

    [Fact]
    public void The_first_record_not_older_than_a_time_is_found()
    {
        var harness = new LogHarness(options: SmallSegments);
        var partition = harness.Open();
        long[] times = [10, 20, 20, 15, 40, 30, 50, 60, 70, 80];
        foreach (var time in times)
        {
            harness.Append(partition, "v", time);
        }

        for (var wanted = 5L; wanted < 90; wanted += 5)
        {
            var expected = Array.FindIndex(times, time => time >= wanted);
            Assert.Equal(expected < 0 ? times.Length : expected, partition.FindOffset(wanted));
        }
    }

    [Fact]
    public void Trimmed_records_stay_gone_after_a_restart()
    {
        var harness = new LogHarness(options: SmallSegments);
        for (var at = 0; at < 30; at++)
        {
            harness.Append(harness.Open(), $"v{at}", at);
        }

        harness.Open().TrimOlderThan(17);
        harness.CrashAndRestart();

        var partition = harness.Open();
        Assert.Equal(17, partition.StartOffset);
        Assert.Equal(13, LogHarness.ReadAll(partition).Count);
        Assert.Throws<LogOffsetOutOfRangeException>(() => partition.Read(16, 1));
        Assert.DoesNotContain("/data/log/a/00000000000000000000.log", harness.Disk.Files());
        partition.TrimToBytes(0);
        Assert.Single(harness.Disk.Files(), name => name.EndsWith(".log"));
    }

    [Fact]
    public async Task A_reader_wakes_when_its_record_is_durable()
    {
        var harness = new LogHarness();
        var partition = harness.Open();
        var wait = partition.WaitAsync(0, Timeout.InfiniteTimeSpan, default).AsTask();
        var append = partition.AppendAsync(LogHarness.Record("x"), default).AsTask();
        Assert.False(wait.IsCompleted);

        harness.Log.CommitPending();

        Assert.True(await wait);
        await append;
        Assert.False(await partition.WaitAsync(1, TimeSpan.Zero, default));
    }

    [Fact]
    public async Task Deleting_frees_the_files_and_fails_who_waits()
    {
        var harness = new LogHarness();
        var partition = harness.Open("s/one");
        harness.Append(partition, "x");
        var wait = partition.WaitAsync(1, Timeout.InfiniteTimeSpan, default).AsTask();

        harness.Log.Delete("s");

        await Assert.ThrowsAsync<LogDeletedException>(() => wait);
        Assert.Empty(harness.Disk.Files());
        Assert.Equal(0, harness.Open("s/one").EndOffset);
    }

    [Fact]
    public void A_closed_log_opens_without_a_scan()
    {
        var harness = new LogHarness();
        harness.Append(harness.Open(), "x");
        harness.Log.Dispose();
        var reads = 0;
        harness.Disk.Intercept = (operation, path) => reads += operation == "read" && path.EndsWith(".log") ? 1 : 0;

        harness.Restart();

        Assert.Equal(1, harness.Open().EndOffset);
        Assert.Equal(0, reads);
    }

    [Fact]
    public void Relaxed_appends_complete_before_the_sync()
    {
        var harness = new LogHarness(options: new() { Durability = Durability.Relaxed });
        var partition = harness.Open();
        var before = harness.Disk.Syncs;

        harness.Append(partition, "x");
        Assert.Equal(before, harness.Disk.Syncs);
        partition.RequestSync();
        harness.Log.CommitPending();

        Assert.Equal(before + 1, harness.Disk.Syncs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a//b")]
    [InlineData("a/.b")]
    [InlineData("a b")]
    public void A_name_that_could_leave_the_directory_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new LogHarness().Open(name));
}
