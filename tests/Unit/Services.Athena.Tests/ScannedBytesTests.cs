using Weir.Engines.DuckDb;

namespace Weir.Services.Athena.Tests;

/// <summary>A query is charged for what it reads: of Parquet, the needed columns of row groups that can hold wanted rows.</summary>
public sealed class ScannedBytesTests : IAsyncLifetime
{
    private readonly AthenaHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        await _host.Catalog.CreateDatabaseAsync(_host.Call, new() { Name = "db" }, default);

        // Ten row groups; every column grows with the row, as in files that come in order.
        const string Rows = """
            SELECT range AS id, CAST(range AS INTEGER) AS small, range / 4 AS real, CAST(range AS DECIMAL(18,2)) AS price,
                'key ' || lpad(CAST(range AS VARCHAR), 8, '0') AS name, DATE '2020-01-01' + CAST(range // 20480 AS INTEGER) AS day,
                TIMESTAMP '2020-01-01' + to_seconds(range) AS time, range >= 10240 AS late, CASE WHEN range < 2048 THEN range END AS early
            FROM range(20480)
            """;
        using var database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 512L << 20, Directories = [_host.Objects.Directory] });
        using var connection = database.Connect();
        var path = Path.Combine(_host.Objects.Directory, "new.parquet");
        connection.Execute($"COPY ({Rows}) TO {DuckSql.Text(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048)");
        _host.Objects.Put(AthenaHost.Bucket, "t/a", await File.ReadAllBytesAsync(path));
        await _host.RowsAsync("""
            CREATE EXTERNAL TABLE t (id bigint, small int, `real` double, price decimal(18,2), name string, `day` date, `time` timestamp, late boolean, early bigint)
            STORED AS PARQUET LOCATION 's3://lake/t/'
            """);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("id = 100", 1, "1")]
    [InlineData("id < 4096", 2, "4096")]
    [InlineData("id <= 4096", 3, "4097")]
    [InlineData("id > 18432", 1, "2047")]
    [InlineData("id BETWEEN 2000 AND 2100", 2, "101")]
    [InlineData("id IN (1, 20000)", 2, "2")]
    [InlineData("id = 100 OR id = 20000", 2, "2")]
    [InlineData("id = 100 AND id = 20000", 0, "0")]
    [InlineData("id <> 100", 10, "20479")]
    [InlineData("id % 2 = 0", 10, "10240")]
    [InlineData("small = 5000", 1, "1")]
    [InlineData("\"real\" > 5000", 1, "479")]
    [InlineData("price >= DECIMAL '20000.00'", 1, "480")]
    [InlineData("name = 'key 00000100'", 1, "1")]
    [InlineData("name LIKE 'key 0000%'", 5, "10000")]
    [InlineData("name > 'zebra'", 0, "0")]
    [InlineData("\"day\" = DATE '2020-01-01'", 10, "20480")]
    [InlineData("\"day\" > DATE '2020-01-01'", 0, "0")]
    [InlineData("\"time\" >= TIMESTAMP '2020-01-01 05:30:00'", 1, "680")]
    public async Task Row_groups_that_cannot_hold_wanted_rows_are_not_charged(string condition, int groups, string rows)
    {
        var column = condition.Split(' ', 2)[0];
        var all = await BytesAsync($"SELECT count({column}), count(*) FROM t");

        var execution = await _host.EndOfAsync($"SELECT count(*) FROM t WHERE {condition}");

        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        Assert.Equal(rows, (await _host.ResultsAsync(execution.QueryExecutionId!)).ResultSet!.Rows![1].Data![0].VarCharValue);
        var share = (double)execution.Statistics!.DataScannedInBytes!.Value / all;
        Assert.InRange(share, (groups - 0.9) / 10, (groups + 0.9) / 10);
    }

    [Fact]
    public async Task Columns_that_are_not_needed_are_not_charged()
    {
        var one = await BytesAsync("SELECT sum(id) FROM t");
        var two = await BytesAsync("SELECT sum(id), max(name) FROM t");

        Assert.InRange(one, 1, two - 1);
        Assert.Equal(0, await BytesAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Row_groups_of_nulls_are_told_by_their_count()
    {
        var all = await BytesAsync("SELECT count(early) FROM t");
        var some = await BytesAsync("SELECT count(*) FROM t WHERE early IS NOT NULL");
        var none = await BytesAsync("SELECT count(*) FROM t WHERE early IS NULL");

        Assert.InRange(some, 1, all - 1);
        Assert.InRange(none, 1, all - 1);
        Assert.Equal(all, some + none);
        Assert.Equal(some, await BytesAsync("SELECT count(*) FROM t WHERE early > 5"));
    }

    private async Task<long> BytesAsync(string sql)
    {
        var execution = await _host.EndOfAsync(sql);
        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        return execution.Statistics!.DataScannedInBytes!.Value;
    }
}
