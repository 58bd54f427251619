using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Scanning;

namespace Weir.Engines.Iceberg.Tests;

[Trait("feature", "athena.iceberg")]
public sealed class CommitTests
{
    [Fact]
    public async Task Twenty_writers_at_once_lose_nothing_and_leave_nothing_behind()
    {
        var sample = new Sample();

        await Parallel.ForAsync(0, 20, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (writer, _) =>
        {
            for (var round = 0; round < 10; round++)
            {
                await sample.AppendAsync(Sample.File($"{writer}-{round}", writer, round));
            }
        });

        var table = sample.Table;
        Assert.Equal(200, table.Snapshots.Length);
        Assert.Equal(200, table.LastSequenceNumber);
        Assert.Equal("2000", table.CurrentSnapshot!.Summary["total-records"]);
        var tasks = await new SnapshotFiles(sample.Files, table).PlanAsync(table.CurrentSnapshot!, Filter.All, CancellationToken.None);
        Assert.Equal(200, tasks.Select(task => task.File.Path).Distinct().Count());
        var referenced = await Expiry.ReferencedAsync(sample.Files, new(table, sample.Pointer.Path), CancellationToken.None);
        var stray = sample.Files.All.Keys.Where(path => path.EndsWith(".avro", StringComparison.Ordinal) && !referenced.Contains(path));
        Assert.Empty(stray);
        Assert.Equal(201, sample.Files.All.Keys.Count(path => path.EndsWith(".metadata.json", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_changes_of_the_same_file_do_not_both_win()
    {
        var sample = new Sample();
        var file = Sample.File("a", 1, 10);
        await sample.AppendAsync(file);
        var start = sample.Table.CurrentSnapshotId;
        await sample.CommitAsync(Delete("first", file, start));

        var error = await Assert.ThrowsAsync<IcebergException>(() => sample.CommitAsync(Delete("second", file, start)));

        Assert.Equal(IcebergProblem.Conflict, error.Problem);
        Assert.Equal(2, sample.Table.Snapshots.Length);
    }

    [Fact]
    public async Task Changes_of_different_files_both_win()
    {
        var sample = new Sample();
        var (a, b) = (Sample.File("a", 1, 10), Sample.File("b", 11, 20));
        await sample.AppendAsync(a, b);
        var start = sample.Table.CurrentSnapshotId;

        await sample.CommitAsync(Delete("first", a, start));
        await sample.CommitAsync(Delete("second", b, start));

        Assert.Equal("2", sample.Table.CurrentSnapshot!.Summary["total-position-deletes"]);
    }

    [Fact]
    public async Task A_change_fails_when_rows_came_that_it_would_have_seen()
    {
        var sample = new Sample();
        var file = Sample.File("a", 1, 10);
        await sample.AppendAsync(file);
        var start = sample.Table.CurrentSnapshotId;
        await sample.AppendAsync(Sample.File("b", 100, 110));

        await sample.CommitAsync(Delete("first", file, start, new Comparison(Sample.Id, FilterOperator.Less, 50L)));
        var error = await Assert.ThrowsAsync<IcebergException>(
            () => sample.CommitAsync(Delete("second", Sample.File("b", 100, 110), start, new Comparison(Sample.Id, FilterOperator.Greater, 50L))));

        Assert.Equal(IcebergProblem.Conflict, error.Problem);
    }

    [Fact]
    public async Task A_rewrite_keeps_deletes_of_other_files_and_fails_when_its_own_files_changed()
    {
        var sample = new Sample();
        var (a, b, c) = (Sample.File("a", 1, 10), Sample.File("b", 11, 20), Sample.File("c", 21, 30));
        await sample.AppendAsync(a, b, c);
        var start = sample.Table.CurrentSnapshot!;
        SnapshotChange Rewrite(params Manifests.DataFile[] files) => new(TimeProvider.System)
        {
            Operation = "replace",
            Added = [Sample.File("new" + files.Length, 1, 20)],
            Removed = files.Select(file => file.Path).ToHashSet(),
            StartId = start.Id,
            DataSequenceNumber = start.SequenceNumber,
        };
        await sample.CommitAsync(Delete("c", c, start.Id));

        await sample.CommitAsync(Rewrite(a, b));
        await Assert.ThrowsAsync<IcebergException>(() => sample.CommitAsync(Rewrite(c)));

        var tasks = await new SnapshotFiles(sample.Files, sample.Table).PlanAsync(sample.Table.CurrentSnapshot!, Filter.All, CancellationToken.None);
        Assert.Equal(2, tasks.Count);
        Assert.Single(tasks.Single(task => task.File.Path == c.Path).PositionDeletes);
        var rewritten = tasks.Single(task => task.File.Path != c.Path);
        Assert.Equal(start.SequenceNumber, rewritten.File.SequenceNumber);
        Assert.Equal("20", sample.Table.CurrentSnapshot!.Summary["total-records"]);
    }

    [Fact]
    public async Task Many_manifests_are_joined_and_no_file_is_lost()
    {
        var sample = new Sample();
        for (var round = 0; round < IcebergLimits.ManifestsMax + 5; round++)
        {
            await sample.AppendAsync(Sample.File($"{round}", round, round));
        }

        var manifests = ManifestListFile.Read(sample.Files.All[sample.Table.CurrentSnapshot!.ManifestList!], "list");
        var tasks = await new SnapshotFiles(sample.Files, sample.Table).PlanAsync(sample.Table.CurrentSnapshot!, Filter.All, CancellationToken.None);

        Assert.True(manifests.Count < 10, $"{manifests.Count}");
        Assert.Equal(IcebergLimits.ManifestsMax + 5, tasks.Count);
        Assert.Equal(1, tasks.Single(task => task.File.Path.EndsWith("/0.parquet", StringComparison.Ordinal)).File.SequenceNumber);
    }

    [Fact]
    public async Task Expiry_keeps_what_branches_and_tags_need()
    {
        var sample = new Sample();
        for (var round = 0; round < 5; round++)
        {
            await sample.AppendAsync(Sample.File($"{round}", round, round));
        }

        var tagged = sample.Table.Snapshots[1].Id;
        await sample.CommitAsync(new MetadataChange(table => table with { Refs = table.Refs.Add("keep", new(tagged, false)) }));

        await sample.CommitAsync(new MetadataChange(table => Expiry.Expire(table, new(long.MaxValue, 0, 2))));

        Assert.Equal([tagged, .. sample.Table.Snapshots.TakeLast(2).Select(snapshot => snapshot.Id)], sample.Table.Snapshots.Select(snapshot => snapshot.Id));
        Assert.Equal(3, sample.Table.Snapshots.Length);
        Assert.All(sample.Table.SnapshotLog, entry => Assert.NotNull(sample.Table.SnapshotOf(entry.SnapshotId)));
    }

    [Fact]
    public async Task Branches_and_tags_that_say_so_are_kept_longer_or_go() // iceberg: format/spec.md, snapshot retention policy
    {
        var sample = new Sample();
        for (var round = 0; round < 6; round++)
        {
            await sample.AppendAsync(Sample.File($"{round}", round, round));
        }

        var old = sample.Table with { Snapshots = [.. sample.Table.Snapshots.Select((snapshot, at) => snapshot with { TimestampMillis = at * 1000 })] };
        var ids = old.Snapshots.Select(snapshot => snapshot.Id).ToArray();
        var table = old with
        {
            Refs = old.Refs.Add("spent", new(ids[0], false) { MaxRefAgeMillis = 5_999 }).Add("young", new(ids[1], false) { MaxRefAgeMillis = 5_000 })
                .Add("few", new(ids[4], true) { MinSnapshotsToKeep = 2, MaxSnapshotAgeMillis = 1 }).Add("lost", new(17, true)),
        };

        var all = Expiry.Expire(table, new(6_000, 10_000, 1));
        var some = Expiry.Expire(table, new(6_000, 0, 1));
        var main = Expiry.Expire(table, new(6_000, 0, 1, MaxRefAgeMillis: 1));

        Assert.Equal(["few", "main", "young"], all.Refs.Keys);
        Assert.Equal(6, all.Snapshots.Length);
        Assert.Equal([ids[1], ids[3], ids[4], ids[5]], some.Snapshots.Select(snapshot => snapshot.Id));
        Assert.Equal(["main", "young"], main.Refs.Keys);
    }

    private static SnapshotChange Delete(string name, Manifests.DataFile file, long? start, Filter? read = null) => new(TimeProvider.System)
    {
        Operation = "delete",
        Added = [Sample.Deletes(name, file)],
        StartId = start,
        Touched = new HashSet<string> { file.Path },
        Read = read,
    };
}
