using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Scanning;

namespace Weir.Engines.Iceberg.Tests;

[Trait("feature", "athena.iceberg")]
public sealed class ScanTests
{
    [Fact]
    public async Task Files_are_pruned_by_the_bounds_of_their_columns()
    {
        var sample = new Sample();
        await sample.AppendAsync(Sample.File("a", 1, 10), Sample.File("b", 11, 20));

        Assert.Equal("a", await PlanAsync(sample, new Comparison(Sample.Id, FilterOperator.Less, 11L)));
        Assert.Equal("b", await PlanAsync(sample, new Comparison(Sample.Id, FilterOperator.Greater, 10L)));
        Assert.Equal("a b", await PlanAsync(sample, new Comparison(Sample.Id, FilterOperator.In, [10L, 11L])));
        Assert.Equal("", await PlanAsync(sample, new Comparison(Sample.Id, FilterOperator.Equal, 21L)));
        Assert.Equal("", await PlanAsync(sample, new Comparison(Sample.Id, FilterOperator.IsNull)));
        Assert.Equal("", await PlanAsync(sample, new Comparison(Sample.Name, FilterOperator.Equal, "x"))); // all are null
        Assert.Equal("a b", await PlanAsync(sample, new Comparison(Sample.Day, FilterOperator.IsNull))); // not known
        Assert.Equal("b", await PlanAsync(sample, Filter.Or([Filter.None, new Comparison(Sample.Id, FilterOperator.GreaterOrEqual, 20L)])));
    }

    [Fact]
    public async Task Bounds_of_a_type_that_the_column_never_had_prune_nothing()
    {
        var sample = new Sample();
        await sample.AppendAsync(Sample.File("a", 1, 10));

        Assert.Equal("a", await PlanAsync(sample, new Comparison(Sample.Id, FilterOperator.Equal, "x")));
        Assert.Equal("a", await PlanAsync(sample, new Comparison(Sample.Id, FilterOperator.Greater, (Int128)99)));
        Assert.Equal("", await PlanAsync(sample, new Comparison(Sample.Id, FilterOperator.In, [])));
    }

    [Fact]
    public async Task Files_and_whole_manifests_are_pruned_by_partition()
    {
        var sample = new Sample(("day", "month"), ("id", "bucket[8]"));
        await sample.AppendAsync(Sample.File("jan", 1, 99, 648, 0), Sample.File("feb", 1, 99, 649, 5));
        await sample.AppendAsync(Sample.File("mar", 1, 99, 650, 2), Sample.File("none", 1, 99, null, 2));
        var march = Sample.Date("2024-03-01");

        Assert.Equal("jan feb", await PlanAsync(sample, new Comparison(Sample.Day, FilterOperator.Less, march)));
        Assert.Equal("mar", await PlanAsync(sample, new Comparison(Sample.Day, FilterOperator.GreaterOrEqual, march)));
        Assert.Equal("none", await PlanAsync(sample, new Comparison(Sample.Day, FilterOperator.IsNull)));
        var bucket = (int)Partitioning.Transform.Parse("bucket[8]").Apply(Types.PrimitiveType.Long, 34L)!;
        var wanted = new[] { ("jan", 0), ("feb", 5), ("mar", 2), ("none", 2) }.Where(file => file.Item2 == bucket).Select(file => file.Item1);
        Assert.Equal(string.Join(' ', wanted), await PlanAsync(sample, new Comparison(Sample.Id, FilterOperator.Equal, 34L)));

        // The second manifest is not even read when no file of it can match.
        foreach (var manifest in ManifestListFile.Read(sample.Files.All[sample.Table.CurrentSnapshot!.ManifestList!], "list").Take(1))
        {
            sample.Files.All[manifest.Path] = [];
        }

        Assert.Equal("jan", await PlanAsync(sample, new Comparison(Sample.Day, FilterOperator.Less, Sample.Date("2024-02-01"))));
    }

    [Fact]
    public async Task A_delete_file_concerns_the_data_it_names_that_is_not_newer()
    {
        var sample = new Sample();
        var (a, b) = (Sample.File("a", 1, 10), Sample.File("b", 11, 20));
        await sample.AppendAsync(a, b);
        await sample.CommitAsync(new Changes.SnapshotChange(TimeProvider.System)
        {
            Operation = "delete",
            Added =
            [
                Sample.Deletes("a1", a),
                Sample.Deletes("all", a) with { ReferencedDataFile = null },
                Sample.Deletes("equal", a) with { Content = FileContent.EqualityDeletes, ReferencedDataFile = null, EqualityIds = [Sample.Id] },
            ],
        });
        await sample.AppendAsync(Sample.File("c", 21, 30));

        var tasks = await new SnapshotFiles(sample.Files, sample.Table).PlanAsync(sample.Table.CurrentSnapshot!, Filter.All, CancellationToken.None);

        Assert.Equal(["a1-deletes", "all-deletes"], Names(tasks.Single(task => task.File.Path == a.Path).PositionDeletes));
        Assert.Equal(["all-deletes"], Names(tasks.Single(task => task.File.Path == b.Path).PositionDeletes));
        Assert.Equal(["equal-deletes"], Names(tasks.Single(task => task.File.Path == b.Path).EqualityDeletes));
        var newer = tasks.Single(task => task.File.Path.Contains("/c.", StringComparison.Ordinal));
        Assert.Empty(newer.PositionDeletes);
        Assert.Empty(newer.EqualityDeletes);
    }

    private static async Task<string> PlanAsync(Sample sample, Filter filter)
    {
        var tasks = await new SnapshotFiles(sample.Files, sample.Table).PlanAsync(sample.Table.CurrentSnapshot!, filter, CancellationToken.None);
        return string.Join(' ', Names(tasks.Select(task => task.File).OrderBy(file => file.SequenceNumber)));
    }

    private static string[] Names(IEnumerable<DataFile> files) => [.. files.Select(file => System.IO.Path.GetFileNameWithoutExtension(file.Path))];
}
