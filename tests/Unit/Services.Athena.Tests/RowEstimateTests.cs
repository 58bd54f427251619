using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Scans;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

public sealed class RowEstimateTests : IDisposable
{
    private readonly ScanHost _host = new();

    [Fact]
    public void Counts_of_the_catalog_are_taken_by_the_bytes_they_were_of()
    {
        var table = Table(("recordCount", "1000"), ("sizeKey", "50000"));
        Assert.Equal(2000, RowEstimates.Of(table, [File(60_000), File(40_000)]));
        Assert.Equal(20, RowEstimates.Of(Table(("numRows", "10"), ("totalSize", "100")), [File(200, "a.gz")]));
        var partition = new CatalogPartition { Values = ["1"], Storage = table.Storage, Parameters = new Dictionary<string, string> { ["recordCount"] = "7", ["sizeKey"] = "70" } };
        Assert.Equal(30 + 20, RowEstimates.Of(table, [File(300) with { Partition = partition }, File(1000)]));
    }

    [Fact]
    public void Without_counts_the_columns_say_how_long_a_row_is()
    {
        var plain = RowEstimates.Of(Table(), [File(1_000_000)]);
        Assert.InRange(plain, 20_000, 100_000);
        Assert.InRange(RowEstimates.Of(Table(), [File(1_000_000, "a.gz")]), 4 * plain, (4 * plain) + 3);
        Assert.Equal(plain, RowEstimates.Of(Table(("recordCount", "x"), ("sizeKey", "0")), [File(1_000_000)]));
        Assert.Equal(1, RowEstimates.Of(Table(), [File(0)]));
    }

    [Fact]
    public async Task The_smaller_table_is_the_one_a_join_keeps_in_memory()
    {
        _host.Put("t/a.csv", string.Concat(Enumerable.Range(0, 100).Select(row => $"{row},x\n")));
        using var scanner = new TableScanner(TestCalls.Root(), _host.Objects, _host.Catalog, new ParquetFooters(), _host.Connection, _host.Clock);
        var columns = new[] { new ScanColumn("id", "int"), new ScanColumn("name", "string") };
        var large = await scanner.PlanAsync(Table(("recordCount", "5000000"), ("sizeKey", "490")), columns, keep: null, ColumnFilter.All, default);
        var small = await scanner.PlanAsync(Table(("recordCount", "100"), ("sizeKey", "490")), columns, keep: null, ColumnFilter.All, default);
        foreach (var from in new[] { $"{large} AS l JOIN {small} AS s", $"{small} AS s JOIN {large} AS l" })
        {
            using var result = _host.Connection.Query($"EXPLAIN (FORMAT json) SELECT l.name FROM {from} ON l.id = s.id", default);
            var plan = (string)result.NextChunk()![1].Read(0)!;
            using var json = System.Text.Json.JsonDocument.Parse(plan);
            var join = Find(json.RootElement[0]);
            var sides = join.GetProperty("children").EnumerateArray().Select(Rows).ToArray();
            Assert.True(sides[0] > 1_000_000 && sides[1] <= 1000, plan);
        }

        static System.Text.Json.JsonElement Find(System.Text.Json.JsonElement node) =>
            node.GetProperty("name").GetString()!.Contains("JOIN", StringComparison.Ordinal) ? node : Find(node.GetProperty("children")[0]);

        static double Rows(System.Text.Json.JsonElement node) => double.Parse(
            node.GetProperty("extra_info").GetProperty("Estimated Cardinality").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    [Trait("feature", "glue.catalog")]
    public async Task A_large_table_of_which_statistics_say_that_a_condition_keeps_few_rows_is_kept_in_memory_instead()
    {
        _host.Put("t/a.csv", string.Concat(Enumerable.Range(0, 100).Select(row => $"{row},x\n")));
        using var scanner = new TableScanner(TestCalls.Root(), _host.Objects, _host.Catalog, new ParquetFooters(), _host.Connection, _host.Clock);
        var columns = new[] { new ScanColumn("id", "int"), new ScanColumn("name", "string") };
        var filter = new ColumnTest(new("name", SqlType.Varchar), ColumnTestKind.Equal, ["x"]);
        var small = await scanner.PlanAsync(Table(("recordCount", "1000"), ("sizeKey", "490")), columns, keep: null, ColumnFilter.All, default);

        Assert.False(await IsLargeKeptAsync());
        _host.Catalog.Statistics["name"] = new(Distinct: 4_000_000, Nulls: 0, null, null);
        Assert.True(await IsLargeKeptAsync());
        _host.Catalog.Statistics["name"] = new(Distinct: 2, Nulls: 0, null, null);
        Assert.False(await IsLargeKeptAsync());

        async Task<bool> IsLargeKeptAsync()
        {
            var large = await scanner.PlanAsync(Table(("recordCount", "5000000"), ("sizeKey", "490")), columns, keep: null, filter, default);
            using var result = _host.Connection.Query($"EXPLAIN (FORMAT json) SELECT s.name FROM {large} AS l JOIN {small} AS s ON l.id = s.id WHERE l.name = 'x'", default);
            var plan = (string)result.NextChunk()![1].Read(0)!;
            using var json = System.Text.Json.JsonDocument.Parse(plan);
            var join = json.RootElement[0];
            while (!join.GetProperty("name").GetString()!.Contains("JOIN", StringComparison.Ordinal))
            {
                join = join.GetProperty("children")[0];
            }

            // The second side is the one that is kept; the filter stands over the large table alone.
            return join.GetProperty("children")[1].GetRawText().Contains("FILTER", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ColumnTestKind.Equal, 50, 0.008)]
    [InlineData(ColumnTestKind.Equal, 500, 0)]
    [InlineData(ColumnTestKind.NotEqual, 50, 0.792)]
    [InlineData(ColumnTestKind.Less, 25, 0.2)]
    [InlineData(ColumnTestKind.GreaterOrEqual, 25, 0.6)]
    [InlineData(ColumnTestKind.Greater, 1000, 0)]
    [InlineData(ColumnTestKind.IsNull, 0, 0.2)]
    [InlineData(ColumnTestKind.NotNull, 0, 0.8)]
    [InlineData(ColumnTestKind.StartsWith, 0, 0.2)]
    public void A_condition_keeps_the_part_of_the_rows_that_statistics_say(ColumnTestKind kind, int value, double part)
    {
        // 100 values from 0 to 100, a fifth of 1000 rows NULL.
        var statistics = new Dictionary<string, CatalogColumnStatistics> { ["n"] = new(100, 200, 0, 100) };
        var test = new ColumnTest(new("n", SqlType.Integer), kind, [(decimal)value]);
        var other = new ColumnTest(new("other", SqlType.Integer), ColumnTestKind.Equal, [1m]);

        Assert.Equal(part / 0.2, KeptRows.Factor(test, statistics, 1000), 6);
        Assert.Equal(1, KeptRows.Factor(other, statistics, 1000));
        if (kind != ColumnTestKind.StartsWith)
        {
            Assert.Equal(part, KeptRows.Factor(new AllOfFilter([test, other]), statistics, 1000), 6);
            Assert.Equal(Math.Min(1, part * 2) / 0.2, KeptRows.Factor(new AnyOfFilter([test, test]), statistics, 1000), 6);
        }

        Assert.Equal(1, KeptRows.Factor(new AnyOfFilter([test, other]), statistics, 1000));
    }

    public void Dispose() => _host.Dispose();

    private static CatalogTable Table(params (string Key, string Value)[] parameters) =>
        ScanHost.Table(ScanHost.Lazy, "id int; name string", "", ("field.delim", ",")) with { Parameters = parameters.ToDictionary(pair => pair.Key, pair => pair.Value) };

    private static ScanFile File(long bytes, string key = "a.csv") =>
        new(new() { Bucket = "lake", Key = key, Size = bytes, ETag = "", LastModified = default }, null);
}
