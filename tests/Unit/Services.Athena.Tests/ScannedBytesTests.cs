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
        _host.Objects.Put(AthenaHost.Bucket, "t/a", Parquet(Rows, ", ROW_GROUP_SIZE 2048"));
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

    [Theory]
    [InlineData("SELECT id FROM t LIMIT 10", 1, 10)]
    [InlineData("SELECT id FROM t LIMIT 0", 0, 0)]
    [InlineData("SELECT id FROM t LIMIT ALL", 10, 20480)]
    [InlineData("SELECT id FROM t OFFSET 20470", 10, 10)]
    [InlineData("SELECT id FROM t LIMIT 2048", 1, 2048)]
    [InlineData("SELECT id FROM t LIMIT 2049", 2, 2049)]
    [InlineData("SELECT id FROM t OFFSET 4000 LIMIT 100", 3, 100)]
    [InlineData("SELECT id + 1 FROM t FETCH FIRST 5 ROWS ONLY", 1, 5)]
    [InlineData("SELECT id FROM t LIMIT 20480", 10, 20480)]
    [InlineData("SELECT id FROM (SELECT id, name FROM t) AS s LIMIT 3", 1, 3)]
    [InlineData("SELECT id FROM (SELECT id FROM t LIMIT 5000) AS s LIMIT 3", 1, 3)]
    [InlineData("SELECT count(id) FROM (SELECT id FROM t LIMIT 5000) AS s", 3, 1)]
    [InlineData("WITH a AS (SELECT * FROM t) SELECT id FROM a LIMIT 3", 1, 3)]
    [InlineData("WITH a AS (SELECT * FROM t) SELECT id FROM a UNION ALL (SELECT id FROM a LIMIT 3)", 10, 20483)]
    [InlineData("(SELECT id FROM t UNION ALL SELECT id FROM t) LIMIT 3", 2, 3)]
    [InlineData("SELECT id FROM t UNION SELECT id FROM t LIMIT 3", 20, 3)]
    [InlineData("SELECT id FROM t ORDER BY id DESC LIMIT 3", 10, 3)]
    [InlineData("SELECT DISTINCT id FROM t LIMIT 3", 10, 3)]
    [InlineData("SELECT id % 7 FROM t GROUP BY id % 7 LIMIT 3", 10, 3)]
    [InlineData("SELECT sum(id) OVER () FROM t LIMIT 3", 10, 3)]
    [InlineData("SELECT id FROM t WHERE id % 2 = 0 LIMIT 3", 10, 3)]
    [InlineData("SELECT a.id FROM t AS a JOIN t AS b ON a.id = b.id LIMIT 3", 20, 3)]
    [InlineData("SELECT id FROM t TABLESAMPLE BERNOULLI (99) LIMIT 3", 10, 3)]
    [InlineData("SELECT id, (SELECT max(id) FROM t) FROM t LIMIT 3", 11, 3)]
    public async Task A_limit_ends_a_scan_where_nothing_lies_between(string sql, int groups, int rows)
    {
        var all = await BytesAsync("SELECT count(id) FROM t");

        var execution = await _host.EndOfAsync(sql);

        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        var share = (double)execution.Statistics!.DataScannedInBytes!.Value / all;
        Assert.InRange(share, (groups - 0.9) / 10, (groups + 0.9) / 10);
        Assert.Equal(rows, await CountAsync(sql));
    }

    [Theory]
    [InlineData("SELECT id FROM parts LIMIT 3", 1, 3)]
    [InlineData("SELECT id FROM parts LIMIT 9", 3, 9)]
    [InlineData("SELECT id, p FROM parts LIMIT 100", 6, 24)]
    [InlineData("SELECT id FROM parts WHERE p = 'b' LIMIT 3", 1, 3)]
    [InlineData("SELECT id FROM parts WHERE p > 'a' LIMIT 100", 4, 16)]
    [InlineData("SELECT id FROM parts WHERE p = 'b' AND id > 1 LIMIT 3", 2, 3)]
    [InlineData("SELECT id FROM parts WHERE substr(p || 'x', 1, 1) IN ('b', 'z') LIMIT 3", 1, 3)]
    public async Task Files_behind_the_limit_are_not_touched(string sql, int files, int rows)
    {
        await _host.RowsAsync("CREATE EXTERNAL TABLE parts (id bigint) PARTITIONED BY (p string) STORED AS PARQUET LOCATION 's3://lake/parts/'");
        var file = Parquet("SELECT range AS id FROM range(4)", "");
        foreach (var partition in new[] { "a", "b", "c" })
        {
            await _host.RowsAsync($"ALTER TABLE parts ADD PARTITION (p = '{partition}')");
            _host.Objects.Put(AthenaHost.Bucket, $"parts/p={partition}/1", file);
            _host.Objects.Put(AthenaHost.Bucket, $"parts/p={partition}/2", file);
        }

        var one = await BytesAsync("SELECT count(id) FROM parts") / 6;
        Assert.Equal(files * one, await BytesAsync(sql));
        Assert.Equal(rows, await CountAsync(sql));
    }

    [Theory]
    [InlineData("csv", "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','")]
    [InlineData("json", "ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'")]
    public async Task Of_text_what_a_limit_reads_is_counted(string name, string format)
    {
        await _host.RowsAsync($"CREATE EXTERNAL TABLE {name} (id bigint, name string) {format} LOCATION 's3://lake/{name}/'");
        var lines = string.Concat(Enumerable.Range(0, 200_000).Select(at => name == "csv" ? $"{at},some text\n" : $"{{\"id\": {at}, \"name\": \"some text\"}}\n"));
        _host.Objects.Put(AthenaHost.Bucket, $"{name}/1", System.Text.Encoding.UTF8.GetBytes(lines));
        _host.Objects.Put(AthenaHost.Bucket, $"{name}/2", System.Text.Encoding.UTF8.GetBytes(lines));

        Assert.Equal(2 * lines.Length, await BytesAsync($"SELECT count(id) FROM {name}"));
        Assert.InRange(await BytesAsync($"SELECT * FROM {name} LIMIT 10"), 1, 1 << 20);
        Assert.Equal(10, await CountAsync($"SELECT * FROM {name} LIMIT 10"));
        Assert.Equal(300_000, await CountAsync($"SELECT * FROM {name} LIMIT 300000"));
        Assert.InRange(await BytesAsync($"SELECT * FROM {name} LIMIT 300000"), lines.Length + 1, (2 * lines.Length) - 1);
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

    private byte[] Parquet(string rows, string options)
    {
        using var database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 512L << 20, Directories = [_host.Objects.Directory] });
        using var connection = database.Connect();
        var path = Path.Combine(_host.Objects.Directory, "new.parquet");
        connection.Execute($"COPY ({rows}) TO {DuckSql.Text(path)} (FORMAT parquet{options})");
        return File.ReadAllBytes(path);
    }

    private async Task<long> CountAsync(string sql) =>
        long.Parse((await _host.RowsAsync($"SELECT count(*) FROM ({sql}) AS c"))[1][0]!, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<long> BytesAsync(string sql)
    {
        var execution = await _host.EndOfAsync(sql);
        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        return execution.Statistics!.DataScannedInBytes!.Value;
    }
}
