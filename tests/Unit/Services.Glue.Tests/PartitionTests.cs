using Weir.Contracts;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.Operations;
using static Weir.Services.Glue.Tests.GlueBench;

namespace Weir.Services.Glue.Tests;

public sealed class PartitionTests : IDisposable
{
    private readonly GlueBench _glue = new();

    public void Dispose() => _glue.Dispose();

    private async Task DaysAndHoursAsync()
    {
        await _glue.CreateDatabaseAsync("lake");
        await _glue.CreateTableAsync("lake", Table("t", ("day", "string"), ("hour", "int")));
        await _glue.AddPartitionsAsync("lake", "t", from day in Enumerable.Range(1, 20)
                                                    from hour in Enumerable.Range(0, 10)
                                                    select new[] { $"2026-01-{day:D2}", $"{hour}" });
    }

    private async Task<Partition> GetAsync(params string[] values) =>
        (await _glue.AskAsync<GetPartition, GetPartitionRequest, GetPartitionResponse>(
            new() { DatabaseName = "lake", TableName = "t", PartitionValues = values })).Partition!;

    [Fact]
    public async Task Pages_and_segments_give_each_partition_once_in_order()
    {
        await DaysAndHoursAsync();
        var all = await _glue.GetPartitionsAsync("lake", "t");
        Assert.Equal(200, all.Count);
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        Assert.Equal(all, await _glue.GetPartitionsAsync("lake", "t", size: 7));

        var pieces = new List<string>();
        for (var segment = 0; segment < 3; segment++)
        {
            var piece = await _glue.GetPartitionsAsync("lake", "t", size: 11, segment: new() { SegmentNumber = segment, TotalSegments = 3 });
            Assert.InRange(piece.Count, 30, 110);
            pieces.AddRange(piece);
        }

        Assert.Equal(all, pieces.Order(StringComparer.Ordinal));
        await RefusedAsync(
            _glue.GetPartitionsAsync("lake", "t", segment: new() { SegmentNumber = 3, TotalSegments = 3 }), "InvalidInputException");
    }

    [Theory]
    [InlineData("day = '2026-01-03'", 10)]
    [InlineData("day = '2026-01-03' AND hour = 5", 1)]
    [InlineData("hour = 5 AND day = '2026-01-03' AND hour < 9", 1)]
    [InlineData("day >= '2026-01-19' AND hour > 7", 4)]
    [InlineData("day = '2026-01-03' OR day = '2026-01-04'", 20)]
    [InlineData("day = '2026-01-03' AND day = '2026-01-04'", 0)]
    [InlineData("day LIKE '2026-01-1_' AND hour IN (1, '2', 30)", 20)]
    [InlineData("hour BETWEEN 8 AND 10", 40)]
    [InlineData("hour NOT BETWEEN 1 AND 9", 20)]
    [InlineData("NOT (hour = 1 OR hour = 2) AND day < '2026-01-02'", 8)]
    [InlineData("(day) = '2026-01-03'", 10)]
    [InlineData("(hour", -1)]
    public async Task Expressions_choose_partitions(string expression, int count)
    {
        await DaysAndHoursAsync();
        if (count < 0)
        {
            await RefusedAsync(_glue.GetPartitionsAsync("lake", "t", expression), "InvalidInputException");
            return;
        }

        Assert.Equal(count, (await _glue.GetPartitionsAsync("lake", "t", expression, size: 3)).Count);
    }

    [Fact]
    public async Task A_batch_adds_what_it_can_and_names_what_it_cannot()
    {
        await DaysAndHoursAsync();
        var answer = await _glue.AskAsync<BatchCreatePartition, BatchCreatePartitionRequest, BatchCreatePartitionResponse>(new()
        {
            DatabaseName = "lake",
            TableName = "t",
            PartitionInputList = [new() { Values = ["2026-01-01", "0"] }, new() { Values = ["2026-02-01", "0"] }, new() { Values = ["one"] }],
        });
        Assert.Equal(
            ["AlreadyExistsException", "InvalidInputException"], answer.Errors!.Select(error => error.ErrorDetail!.ErrorCode));
        Assert.Equal(["2026-02-01", "0"], (await GetAsync("2026-02-01", "0")).Values!);
        await RefusedAsync(
            _glue.AskAsync<BatchCreatePartition, BatchCreatePartitionRequest, BatchCreatePartitionResponse>(new()
            {
                DatabaseName = "lake",
                TableName = "t",
                PartitionInputList = [.. Enumerable.Repeat(new PartitionInput(), 101)],
            }),
            "ValidationException");
    }

    [Fact]
    public async Task A_partition_is_replaced_moved_and_deleted()
    {
        await DaysAndHoursAsync();
        var created = (await GetAsync("2026-01-01", "0")).CreationTime;
        _glue.Clock.Advance(TimeSpan.FromMinutes(1));
        async Task UpdateAsync(string[] from, string[] to) =>
            await _glue.AskAsync<UpdatePartition, UpdatePartitionRequest, UpdatePartitionResponse>(new()
            {
                DatabaseName = "lake",
                TableName = "t",
                PartitionValueList = from,
                PartitionInput = new() { Values = to, StorageDescriptor = new() { Location = "s3://elsewhere/" } },
            });
        await UpdateAsync(["2026-01-01", "0"], ["2026-01-01", "99"]);
        var moved = await GetAsync("2026-01-01", "99");
        Assert.Equal(("s3://elsewhere/", created), (moved.StorageDescriptor!.Location, moved.CreationTime));
        await RefusedAsync(GetAsync("2026-01-01", "0"), "EntityNotFoundException");
        await RefusedAsync(UpdateAsync(["2026-01-01", "99"], ["2026-01-01", "1"]), "AlreadyExistsException");
        await RefusedAsync(UpdateAsync(["nowhere", "0"], ["nowhere", "0"]), "EntityNotFoundException");

        var answer = await _glue.AskAsync<BatchDeletePartition, BatchDeletePartitionRequest, BatchDeletePartitionResponse>(new()
        {
            DatabaseName = "lake",
            TableName = "t",
            PartitionsToDelete = [new() { Values = ["2026-01-01", "99"] }, new() { Values = ["nowhere", "0"] }],
        });
        Assert.Equal(["nowhere", "0"], Assert.Single(answer.Errors!).PartitionValues!);
        Assert.Equal(199, (await _glue.GetPartitionsAsync("lake", "t")).Count);
    }

    [Fact]
    public async Task Keys_that_are_known_spare_looking_at_the_other_partitions()
    {
        await DaysAndHoursAsync();
        await _glue.AddPartitionsAsync("lake", "t", [["2026-01-03", "07"], ["2026-01-04", "__HIVE_DEFAULT_PARTITION__"]]);
        Assert.Equal((11, 1), Listed(("day", "2026-01-04")));
        await _glue.AskAsync<CreatePartitionIndex, CreatePartitionIndexRequest, CreatePartitionIndexResponse>(
            new() { DatabaseName = "lake", TableName = "t", PartitionIndex = new() { IndexName = "i", Keys = ["hour"] } });
        Assert.Equal((202, 21), Listed(("hour", "7")));
        await _glue.BuildIndexesAsync();
        Assert.Equal((21, 21), Listed(("hour", "7")));
        Assert.Equal((0, 0), Listed(("hour", "77")));

        (int Asked, int Found) Listed(params (string Key, string Value)[] known)
        {
            var asked = 0;
            var found = _glue.Catalog.ListPartitions(_glue.Call, "lake", "t", known.ToDictionary(pair => pair.Key, pair => pair.Value), values =>
            {
                asked++;
                return known[0].Key == "day" ? values[1] == "4" : values[1] is "7" or "07";
            }).Count();
            return (asked, found);
        }
    }

    [Fact]
    public async Task Values_that_are_prefixes_of_each_other_stay_apart()
    {
        await _glue.CreateDatabaseAsync("lake");
        await _glue.CreateTableAsync("lake", Table("t", ("a", "string"), ("b", "string")));
        await _glue.AddPartitionsAsync("lake", "t", [["1", "x"], ["12", "x"], ["1", "xx"], ["", "y"], ["1/2", "ü"]]);
        Assert.Equal(["1/x", "1/xx"], await _glue.GetPartitionsAsync("lake", "t", "a = '1'"));
        Assert.Equal(["/y"], await _glue.GetPartitionsAsync("lake", "t", "a = ''"));
        Assert.Equal(5, (await _glue.GetPartitionsAsync("lake", "t", size: 1)).Count);
        await RefusedAsync(
            _glue.AskAsync<CreatePartition, CreatePartitionRequest, CreatePartitionResponse>(new()
            {
                DatabaseName = "lake",
                TableName = "t",
                PartitionInput = new() { Values = ["a\u0001", "b"] },
            }),
            "InvalidInputException");
    }

    [Fact]
    public async Task Other_services_find_partitions_by_their_values_and_see_what_is_known_of_columns()
    {
        await _glue.CreateDatabaseAsync("db");
        await _glue.CreateTableAsync("db", Table("t", ("day", "string")) with
        {
            StorageDescriptor = new() { Columns = [new() { Name = "n", Type = "bigint" }, new() { Name = "x", Type = "decimal(10,2)" }, new() { Name = "d", Type = "date" }] },
        });
        await _glue.AddPartitionsAsync("db", "t", [["a"], ["b"], ["c"]]);
        Assert.Equal(["c", "a"], _glue.Catalog.FindPartitions(_glue.Call, "DB", "T", [["c"], ["none"], ["a"]]).Select(found => found.Values[0]));

        ColumnStatistics Of(string column, ColumnStatisticsData data) => new() { ColumnName = column, ColumnType = "x", AnalyzedTime = default, StatisticsData = data };
        await _glue.AskAsync<UpdateColumnStatisticsForTable, UpdateColumnStatisticsForTableRequest, UpdateColumnStatisticsForTableResponse>(new()
        {
            DatabaseName = "db",
            TableName = "t",
            ColumnStatisticsList =
            [
                Of("n", new() { Type = "LONG", LongColumnStatisticsData = new() { MinimumValue = -5, MaximumValue = 9, NumberOfNulls = 2, NumberOfDistinctValues = 7 } }),
                Of("x", new() { Type = "DECIMAL", DecimalColumnStatisticsData = new() { MinimumValue = new() { UnscaledValue = new byte[] { 0xff, 0x38 }, Scale = 2 }, NumberOfNulls = 0, NumberOfDistinctValues = 3 } }),
                Of("d", new() { Type = "DATE", DateColumnStatisticsData = new() { MaximumValue = new(1970, 1, 11, 0, 0, 0, TimeSpan.Zero), NumberOfNulls = 1, NumberOfDistinctValues = 4 } }),
            ],
        });

        var known = _glue.Catalog.ColumnStatistics(_glue.Call, "db", "t", ["n", "x", "d", "none"]);

        Assert.Equal(new(7, 2, -5, 9), known["n"]);
        Assert.Equal(new(3, 0, -2, null), known["x"]);
        Assert.Equal(new(4, 1, null, 10), known["d"]);
        Assert.Equal(3, known.Count);
    }

    [Fact]
    public async Task Other_services_see_and_change_the_same_catalog()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var catalog = _glue.Catalog;
        await catalog.CreateDatabaseAsync(_glue.Call, new() { Name = "Lake" }, cancellation);
        await catalog.CreateTableAsync(
            _glue.Call,
            new()
            {
                Database = "lake",
                Name = "T",
                Storage = new() { Location = "s3://lake/t/", Columns = [new("v", "double")], SerializationLibrary = "serde" },
                PartitionKeys = [new("day", "date")],
                Parameters = new Dictionary<string, string> { ["a"] = "1" },
            },
            cancellation);
        var days = Enumerable.Range(0, 2500)
            .Select(day => new CatalogPartition { Values = [$"{new DateOnly(2020, 1, 1).AddDays(day):yyyy-MM-dd}"], Storage = new() }).ToList();
        Assert.Equal(2500, await catalog.AddPartitionsAsync(_glue.Call, "lake", "t", days, cancellation));
        Assert.Equal(1, await catalog.AddPartitionsAsync(
            _glue.Call, "lake", "t", [days[0], new() { Values = ["2019-01-01"], Storage = new() }], cancellation));

        Assert.Equal(
            catalog.ListPartitions(_glue.Call, "lake", "t", values => values[0] == "2020-02-03").Select(partition => partition.Values[0]),
            catalog.ListPartitions(_glue.Call, "lake", "t", new Dictionary<string, string> { ["day"] = "2020-02-03" }, values => values[0] == "2020-02-03")
                .Select(partition => partition.Values[0]));
        var listed = catalog.ListPartitions(_glue.Call, "lake", "T", keep: null).Select(partition => partition.Values[0]).ToList();
        Assert.Equal(2501, listed.Count);
        Assert.Equal(listed.Order(StringComparer.Ordinal), listed);
        Assert.Equal(366, catalog.ListPartitions(_glue.Call, "lake", "t", values => values[0].StartsWith("2020", StringComparison.Ordinal)).Count());
        Assert.True(await catalog.DropPartitionAsync(_glue.Call, "lake", "t", ["2019-01-01"], cancellation));
        Assert.False(await catalog.DropPartitionAsync(_glue.Call, "lake", "t", ["2019-01-01"], cancellation));

        var table = catalog.FindTable(_glue.Call, "lake", "t")!;
        Assert.Equal(("t", "s3://lake/t/", "serde"), (table.Name, table.Storage.Location, table.Storage.SerializationLibrary));
        await catalog.UpdateTableAsync(_glue.Call, table with { Description = "changed" }, cancellation);
        Assert.Equal(("changed", "1"), ((await _glue.GetTableAsync("lake", "t")).Description, (await _glue.GetTableAsync("lake", "t")).VersionId));
        Assert.Equal("t", Assert.Single(catalog.ListTables(_glue.Call, "lake", "x|t*")).Name);

        await RefusedAsync(catalog.DropDatabaseAsync(_glue.Call, "lake", cascade: false, cancellation).AsTask(), "InvalidInputException");
        await catalog.DropDatabaseAsync(_glue.Call, "lake", cascade: true, cancellation);
        Assert.Null(catalog.FindDatabase(_glue.Call, "lake"));
    }
}
