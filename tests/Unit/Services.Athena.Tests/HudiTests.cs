using System.Text;
using Weir.Engines.DuckDb;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>Hudi tables through statements, on a catalog and a store in memory.</summary>
[Trait("feature", "athena.formats")]
public sealed class HudiTests : IAsyncLifetime
{
    private const string Columns = "`_hoodie_commit_time` string, `_hoodie_record_key` string, `id` string, `n` bigint, `ts` bigint";
    private const string Schema = """
        {"type":"record","name":"r","fields":[{"name":"_hoodie_commit_time","type":["null","string"]},{"name":"_hoodie_record_key","type":["null","string"]},
        {"name":"id","type":["null","string"]},{"name":"n","type":["null","long"]},{"name":"ts","type":["null","long"]},{"name":"_hoodie_is_deleted","type":["null","boolean"]}]}
        """;

    private readonly AthenaHost _host = new();
    private readonly DuckDatabase _database;

    public HudiTests() => _database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 256L << 20, Directories = [_host.Objects.Directory] });

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        await _host.Catalog.CreateDatabaseAsync(_host.Call, new() { Name = "db" }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _database.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Copy_on_write_shows_the_newest_committed_files_and_metadata_columns()
    {
        Properties("hoodie.table.type=COPY_ON_WRITE");
        Text(".hoodie/100.commit", "{}");
        Text(".hoodie/200.commit", "{}");
        Text(".hoodie/300.inflight", "");
        Text(".hoodie/400.replacecommit", """{"partitionToReplaceFileIds":{"":["gone"]}}""");
        Base("a_0_100.parquet", "100", "('k1', 1, 1), ('k2', 2, 1)");
        Base("a_0_200.parquet", "200", "('k1', 10, 2), ('k2', 2, 1)");
        Base("a_0_300.parquet", "300", "('k1', 99, 3)");
        Base("gone_0_100.parquet", "100", "('k3', 3, 1)");
        await CreateAsync("t", "org.apache.hudi.hadoop.HoodieParquetInputFormat");

        Assert.Equal("200|k1|k1|10|2\n200|k2|k2|2|1", await TableAsync("SELECT * FROM t ORDER BY id"));
        Assert.Equal("1", await TableAsync("SELECT count(*) FROM t WHERE n > 5"));
    }

    [Fact]
    public async Task Merge_on_read_has_a_table_without_and_one_with_what_the_logs_say()
    {
        Properties("hoodie.table.type=MERGE_ON_READ\nhoodie.table.precombine.field=ts\nhoodie.compaction.payload.class=org.apache.hudi.common.model.OverwriteWithLatestAvroPayload");
        Text(".hoodie/100.deltacommit", "{}");
        Text(".hoodie/200.deltacommit", "{}");
        Text(".hoodie/300.deltacommit", "{}");
        Text(".hoodie/400.deltacommit.inflight", "");
        Base("a_0_100.parquet", "100", "('k1', 1, 5), ('k2', 2, 5), ('k3', 3, 5), ('k4', 4, 5)");
        Base("b_0_100.parquet", "100", "('k9', 9, 5)");
        Log(".a_100.log.1_0", new HudiLogBytes()
            .Records("200", Schema, ["200", "k1", "k1", 11L, 9L, false], ["200", "k2", "k2", 22L, 2L, null], ["200", "k5", "k5", 5L, 1L, null])
            .Records("400", Schema, ["400", "k4", "k4", 44L, 99L, null]));
        Log(".a_100.log.2_0", new HudiLogBytes()
            .Records("300", Schema, ["300", "k1", "k1", 12L, 8L, null], ["300", "k2", "k2", 23L, 3L, null], ["300", "k5", "k5", 5L, 2L, true])
            .Deletes("300", ("k3", null), ("k4", 0)));
        Log(".c_100.log.1_0", new HudiLogBytes().Records("300", Schema, ["300", "k7", "k7", 7L, 1L, null]));
        await CreateAsync("ro", "org.apache.hudi.hadoop.HoodieParquetInputFormat");
        await CreateAsync("rt", "org.apache.hudi.hadoop.realtime.HoodieParquetRealtimeInputFormat");

        Assert.Equal("k1|1\nk2|2\nk3|3\nk4|4\nk9|9", await TableAsync("SELECT id, n FROM ro ORDER BY id"));

        // Of the logs the greatest ts wins, over the base file they win in any case.
        Assert.Equal("k1|11|200\nk2|23|300\nk7|7|300\nk9|9|100", await TableAsync("SELECT id, n, _hoodie_commit_time FROM rt ORDER BY id"));
        Assert.Equal("4|53", await TableAsync("SELECT count(*), sum(n) + 3 FROM rt"));
        var scanned = await _host.EndOfAsync("SELECT n FROM rt");
        var logs = _host.Objects.Keys("lake").Where(key => key.Contains(".log.", StringComparison.Ordinal)).Sum(key => _host.Objects.Get("lake", key).Length);
        Assert.InRange(scanned.Statistics!.DataScannedInBytes!.Value, logs + 1, logs + 5000);
    }

    [Fact]
    public async Task By_event_time_a_newer_base_record_stays()
    {
        Properties("hoodie.table.type=MERGE_ON_READ\nhoodie.table.version=8\nhoodie.table.ordering.fields=ts\nhoodie.record.merge.mode=EVENT_TIME_ORDERING\nhoodie.timeline.layout.version=2");
        Text(".hoodie/timeline/100_110.deltacommit", "");
        Text(".hoodie/timeline/200_210.deltacommit", "");
        Base("a_0_100.parquet", "100", "('k1', 1, 5), ('k2', 2, 5), ('k3', 3, 5), ('k4', 4, 5)");
        Log(".a_200.log.1_0", new HudiLogBytes()
            .Records("200", Schema, ["200", "k1", "k1", 11L, 4L, null], ["200", "k2", "k2", 22L, 6L, null])
            .Deletes("200", ("k3", 4), ("k4", 5)));
        await CreateAsync("rt", "org.apache.hudi.hadoop.realtime.HoodieParquetRealtimeInputFormat");

        Assert.Equal("k1|1\nk2|22\nk3|3", await TableAsync("SELECT id, n FROM rt ORDER BY id"));
    }

    [Fact]
    public async Task Partitions_are_added_by_hand_and_logs_may_hold_parquet()
    {
        Properties("hoodie.table.type=MERGE_ON_READ\nhoodie.table.precombine.field=ts");
        Text(".hoodie/100.deltacommit", "{}");
        Text(".hoodie/200.deltacommit", "{}");
        Base("one/a_0_100.parquet", "100", "('k1', 1, 5), ('k2', 2, 5)");
        Base("two/b_0_100.parquet", "100", "('k1', 3, 5)");
        Base("two/c_0_100.parquet", "100", "('k5', 5, 5)");
        var changed = Rows("200", "('k2', 20, 6)");
        Log("one/.a_100.log.1_0", new HudiLogBytes().Parquet("200", changed));
        Log("two/.b_100.log.1_0", new HudiLogBytes().Deletes("200", ("k1", null)));
        await CreateAsync("rt", "org.apache.hudi.hadoop.realtime.HoodieParquetRealtimeInputFormat", "PARTITIONED BY (`p` string)");
        await _host.RowsAsync("ALTER TABLE rt ADD PARTITION (p = 'one') LOCATION 's3://lake/h/one/' PARTITION (p = 'two') LOCATION 's3://lake/h/two/'");

        Assert.Equal("one|k1|1\none|k2|20\ntwo|k5|5", await TableAsync("SELECT p, id, n FROM rt ORDER BY p, id"));
        Assert.Equal("2", await TableAsync("SELECT count(*) FROM rt WHERE p = 'one'"));
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(_host.Objects.Directory)!, "*-scan"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_said()
    {
        await CreateAsync("t", "org.apache.hudi.hadoop.realtime.HoodieParquetRealtimeInputFormat");
        Assert.Equal("HIVE_UNKNOWN_ERROR: Hoodie table not found in path s3://lake/h/.hoodie", await _host.FailureOfAsync("SELECT * FROM t"));

        Properties("hoodie.table.type=MERGE_ON_READ\nhoodie.compaction.payload.class=x.y.PartialUpdateAvroPayload");
        Text(".hoodie/100.deltacommit", "{}");
        Base("a_0_100.parquet", "100", "('k1', 1, 5)");
        Assert.Equal("1", await TableAsync("SELECT n FROM t"));
        Log(".a_100.log.1_0", new HudiLogBytes().Deletes("100", ("k1", null)));
        Assert.Contains("records of Hudi tables merged by PartialUpdateAvroPayload are not supported", await _host.FailureOfAsync("SELECT * FROM t"), StringComparison.Ordinal);

        Properties("hoodie.table.type=MERGE_ON_READ");
        Assert.Equal("", await TableAsync("SELECT n FROM t"));
        Text(".a_100.log.2_0", "this is not a log of any kind");
        Assert.Contains("HIVE_BAD_DATA: the file does not begin as a Hudi log does [s3://lake/h/.a_100.log.2_0]", await _host.FailureOfAsync("SELECT * FROM t"), StringComparison.Ordinal);
    }

    private void Properties(string text) => Text(".hoodie/hoodie.properties", "hoodie.table.name=t\n" + (text.Contains("table.version", StringComparison.Ordinal) ? "" : "hoodie.table.version=6\n") + text);

    private void Text(string name, string text) => _host.Objects.Put("lake", "h/" + name, Encoding.UTF8.GetBytes(text));

    private void Log(string name, HudiLogBytes log) => _host.Objects.Put("lake", "h/" + name, log.ToArray());

    private void Base(string name, string instant, string rows) => _host.Objects.Put("lake", "h/" + name, Rows(instant, rows));

    private byte[] Rows(string instant, string rows)
    {
        var path = Path.Combine(_host.Objects.Directory, "hudi.parquet");
        using var connection = _database.Connect();
        connection.Execute($"COPY (SELECT '{instant}' AS _hoodie_commit_time, k AS _hoodie_record_key, k AS id, CAST(n AS BIGINT) AS n, CAST(ts AS BIGINT) AS ts FROM (VALUES {rows}) AS r(k, n, ts)) TO {DuckSql.Text(path)} (FORMAT parquet)");
        return File.ReadAllBytes(path);
    }

    private async Task CreateAsync(string name, string input, string partitions = "") => await _host.RowsAsync($"""
        CREATE EXTERNAL TABLE `{name}`({Columns}) {partitions}
        ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
        STORED AS INPUTFORMAT '{input}' OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
        LOCATION 's3://lake/h/'
        """);

    private async Task<string> TableAsync(string sql) =>
        string.Join('\n', (await _host.RowsAsync(sql)).Skip(1).Select(row => string.Join('|', row.Select(value => value ?? "~"))));
}
