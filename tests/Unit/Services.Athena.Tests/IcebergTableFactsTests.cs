using System.Text;
using System.Text.Json.Nodes;

namespace Weir.Services.Athena.Tests;

/// <summary>The tables about Iceberg tables, partitions of every kind, and tables of other engines that are changed here.</summary>
/// <remarks>Source: trino plugin/trino-iceberg, BaseIcebergSystemTables, BaseIcebergConnectorTest and TestIcebergV2; iceberg format/spec.md.</remarks>
[Trait("feature", "athena.iceberg")]
public sealed class IcebergTableFactsTests : IAsyncLifetime
{
    private readonly AthenaHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        await _host.Catalog.CreateDatabaseAsync(_host.Call, new() { Name = "db" }, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Partitions_are_listed_with_what_is_known_of_the_other_columns() // trino: BaseIcebergSystemTables.testPartitionTable, testPartitionTableWithNan
    {
        await RunAsync("CREATE TABLE t (n bigint, d double, day date) PARTITIONED BY (day) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')");
        await RunAsync("INSERT INTO t VALUES (1, 1.5, DATE '2021-02-03'), (2, nan(), DATE '2021-02-04'), (3, 3.5, DATE '2021-02-03')");
        await RunAsync("INSERT INTO t VALUES (NULL, NULL, DATE '2021-02-03')");

        Assert.Equal(
            "partition\trow(day date)\nrecord_count\tbigint\nfile_count\tbigint\ntotal_size\tbigint\n"
            + "data\trow(n row(min bigint, max bigint, null_count bigint, nan_count bigint), d row(min double, max double, null_count bigint, nan_count bigint))",
            await ColumnsAsync("t$partitions"));
        Assert.Equal(
            "2021-02-03|3|2|1|3|1|1.5|3.5\n2021-02-04|1|1|2|2|0|~|~",
            await TableAsync("SELECT partition.day, record_count, file_count, data.n.min, data.n.max, data.n.null_count, data.d.min, data.d.max FROM \"t$partitions\" ORDER BY 1"));

        await RunAsync("CREATE TABLE only (day date) PARTITIONED BY (day) LOCATION 's3://lake/only' TBLPROPERTIES ('table_type'='ICEBERG')");
        Assert.DoesNotContain("data", await ColumnsAsync("only$partitions"), StringComparison.Ordinal);
        await RunAsync("CREATE TABLE flat (n int) LOCATION 's3://lake/flat' TBLPROPERTIES ('table_type'='ICEBERG', 'format'='avro')");
        await RunAsync("INSERT INTO flat VALUES 1");
        Assert.Equal("1|1|~", await TableAsync("SELECT record_count, file_count, data FROM \"flat$partitions\""));
    }

    [Fact]
    public async Task Files_and_entries_tell_what_the_manifests_hold() // trino: BaseIcebergSystemTables.testFilesPartitionTable, testEntriesTable, testAllManifests
    {
        await RunAsync("CREATE TABLE t (id int, day date, s struct<x:string>) PARTITIONED BY (day) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')");
        await RunAsync("INSERT INTO t VALUES (1, DATE '2021-02-03', ROW('a')), (-2, DATE '2021-02-03', NULL)");

        Assert.Equal(
            "content integer,file_path varchar,file_format varchar,spec_id integer,partition row(day date),record_count bigint,file_size_in_bytes bigint,column_sizes map(integer, bigint),"
            + "value_counts map(integer, bigint),null_value_counts map(integer, bigint),nan_value_counts map(integer, bigint),lower_bounds map(integer, varchar),upper_bounds map(integer, varchar),"
            + "key_metadata varbinary,split_offsets array(bigint),equality_ids array(integer),sort_order_id integer,readable_metrics json",
            (await ColumnsAsync("t$files")).Replace('\t', ' ').Replace('\n', ','));
        var metrics = JsonNode.Parse((await _host.RowsAsync("SELECT readable_metrics FROM \"t$files\""))[1][0]!)!;
        Assert.Equal(["day", "id", "s.x"], metrics.AsObject().Select(pair => pair.Key));
        Assert.Equal(
            """{"value_count":2,"null_value_count":0,"nan_value_count":null,"lower_bound":-2,"upper_bound":1}""",
            JsonNode.Parse(metrics["id"]!.ToJsonString().Replace($"\"column_size\":{metrics["id"]!["column_size"]},", "", StringComparison.Ordinal))!.ToJsonString());
        Assert.Equal("2021-02-03", (string?)metrics["day"]!["upper_bound"]);
        Assert.Equal(1, (int?)metrics["s.x"]!["null_value_count"]);

        await RunAsync("DELETE FROM t WHERE id = 1");
        Assert.Equal("0|1|1\n1|1|2", await TableAsync("SELECT data_file.content, status, sequence_number FROM \"t$entries\" ORDER BY 1"));
        Assert.Equal("1", await TableAsync("SELECT data_file.record_count FROM \"t$entries\" WHERE data_file.content = 1 AND data_file.partition.day = DATE '2021-02-03'"));
        await RunAsync("INSERT INTO t VALUES (9, DATE '2021-02-04', NULL)");
        await RunAsync("DELETE FROM t WHERE day = DATE '2021-02-04'");
        Assert.Equal("2|9", await TableAsync("SELECT status, data_file.lower_bounds[1] FROM \"t$entries\" WHERE data_file.partition.day = DATE '2021-02-04'"));
        Assert.Equal("1\n2", await TableAsync("SELECT DISTINCT status FROM \"t$all_entries\" ORDER BY 1"));
        Assert.Equal("partition_summaries", (await ColumnsAsync("t$all_manifests")).Split('\n')[^1].Split('\t')[0]);
        Assert.True(long.Parse(await TableAsync("SELECT count(*) FROM \"t$all_manifests\""), System.Globalization.CultureInfo.InvariantCulture) >= 2);
    }

    [Fact]
    public async Task Every_snapshot_names_the_query_that_made_it() // trino: BaseIcebergConnectorTest.testSnapshotSummariesHaveTrinoQueryIdFormatV2
    {
        await RunAsync("CREATE TABLE t WITH (table_type='ICEBERG', is_external=false, location='s3://lake/t/') AS SELECT 1 AS a");
        foreach (var sql in new[]
        {
            "INSERT INTO t VALUES 2, 3, 4", "UPDATE t SET a = 5 WHERE a = 2", "DELETE FROM t WHERE a = 3", "MERGE INTO t USING (VALUES 4) AS s(n) ON a = n WHEN MATCHED THEN DELETE",
            "OPTIMIZE t REWRITE DATA USING BIN_PACK", "TRUNCATE TABLE t",
        })
        {
            await RunAsync(sql);
        }

        Assert.Equal("7|7", await TableAsync("SELECT count(*), count(DISTINCT summary['trino_query_id']) FROM \"t$snapshots\" WHERE regexp_like(summary['trino_query_id'], '^\\d{8}_\\d{6}_\\d{5}_[a-z]{5}$')"));
    }

    [Fact]
    public async Task Every_transform_writes_and_prunes_before_1970_and_NULL() // trino: BaseIcebergConnectorTest.test…Transform…
    {
        await RunAsync("""
            CREATE TABLE t (id int, h timestamp, d timestamp, m date, y date, i int, l bigint, s string, p decimal(9,2), w decimal(38,4), z decimal(4,0), v binary)
            PARTITIONED BY (hour(h), day(d), month(m), year(y), truncate(10, i), truncate(7, l), truncate(2, s), truncate(10, p), truncate(300, w), truncate(25, z), bucket(3, v))
            LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')
            """);
        await RunAsync("""
            INSERT INTO t VALUES
            (1, TIMESTAMP '1969-12-31 22:22:22.222222', TIMESTAMP '1969-12-31 23:59:59.999999', DATE '1969-11-30', DATE '1969-12-31', -1, -1, 'äöü', DECIMAL '-0.01', DECIMAL '-0.0001', DECIMAL '-1', X'00ff'),
            (2, TIMESTAMP '1970-01-01 00:55:44.765432', TIMESTAMP '1970-01-01 00:00:00', DATE '1970-01-01', DATE '1970-01-01', 0, 0, '', DECIMAL '0.05', DECIMAL '0', DECIMAL '26', X''),
            (3, TIMESTAMP '2015-05-15 10:01:23.123456', TIMESTAMP '1500-02-28 12:00:00', DATE '2400-02-29', DATE '0999-06-01', -10, -2147483648, 'mo', DECIMAL '123456.78', DECIMAL '9999999999999999999999999999999999.9999', DECIMAL '-9975', X'61'),
            (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            """);

        Assert.Equal(
            "-2|1969-12-31|-2|-1|-10|-7|äö|-0.10|-0.0300|-25\n0|1970-01-01|0|0|0|0||0.00|0.0000|25\n397690|1500-02-28|5161|-971|-10|-2147483653|mo|123456.70|9999999999999999999999999999999999.9900|-9975\n~|~|~|~|~|~|~|~|~|~",
            await TableAsync("""
                SELECT partition.h_hour, partition.d_day, partition.m_month, partition.y_year, partition.i_trunc, partition.l_trunc, partition.s_trunc, partition.p_trunc, partition.w_trunc, partition.z_trunc
                FROM "t$files" ORDER BY 1
                """));
        foreach (var (condition, ids) in new[]
        {
            ("h < TIMESTAMP '1970-01-01 00:00:00'", "1"), ("h >= TIMESTAMP '1969-12-31 22:22:22.222222'", "1,2,3"), ("h > TIMESTAMP '1969-12-31 22:22:22.222222'", "2,3"),
            ("CAST(d AS date) = DATE '1969-12-31'", "1"), ("d <= TIMESTAMP '1970-01-01 00:00:00'", "1,2,3"), ("d < TIMESTAMP '1970-01-01 00:00:00'", "1,3"), ("m = DATE '1969-11-30'", "1"),
            ("y < DATE '1969-12-31'", "3"), ("i BETWEEN -9 AND 0", "1,2"), ("i IN (-10, 9)", "3"), ("l < 0", "1,3"), ("s LIKE 'äöü%'", "1"), ("s = ''", "2"), ("p < 0", "1"), ("p = 0.05", "2"),
            ("w > 1", "3"), ("z < -25", "3"), ("z = 26", "2"), ("v = X'00ff'", "1"), ("h IS NULL AND v IS NULL AND z IS NULL", "4"), ("NOT (i > -10)", "3"), ("i <> 0", "1,3"),
        })
        {
            Assert.Equal((condition, ids), (condition, (await TableAsync($"SELECT id FROM t WHERE {condition} ORDER BY id")).Replace('\n', ',')));
        }
    }

    [Fact]
    public async Task Zoned_times_prune_files_by_their_days() // trino: BaseIcebergConnectorTest.testDayTransformTimestampWithTimeZone
    {
        await RunAsync("""
            CREATE TABLE z WITH (table_type='ICEBERG', is_external=false, location='s3://lake/z/', partitioning=ARRAY['day(at)'])
            AS SELECT n, CAST(TIMESTAMP '1969-12-30 12:00:00.000001 UTC' + n * interval '1' day AS timestamp(6) with time zone) AS at FROM unnest(sequence(0, 9)) AS s(n)
            """);
        var whole = await ScannedAsync("SELECT sum(n) FROM z", "45");

        Assert.True(await ScannedAsync("SELECT sum(n) FROM z WHERE at = TIMESTAMP '1969-12-31 12:00:00.000001 UTC'", "1") <= whole / 5);
        Assert.True(await ScannedAsync("SELECT sum(n) FROM z WHERE at < TIMESTAMP '1969-12-31 14:00:00.000001 +02:00'", "0") <= whole / 2);
        Assert.True(await ScannedAsync("SELECT sum(n) FROM z WHERE at BETWEEN TIMESTAMP '1970-01-01 00:00:00 UTC' AND TIMESTAMP '1970-01-02 23:59:59 UTC'", "5") <= whole / 2);
        Assert.Equal("3", await TableAsync("SELECT n FROM z WHERE at = TIMESTAMP '1970-01-02 13:00:00.000001 Europe/Berlin'"));
        Assert.Equal("~", await TableAsync("SELECT sum(n) FROM z WHERE at = CAST(TIMESTAMP '1969-12-31 12:00:00.000001 UTC' AS timestamp(3) with time zone)"));
    }

    [Fact]
    public async Task Partitions_by_fields_of_structs_are_written_and_changed() // trino: BaseIcebergConnectorTest.testNestedFieldPartitionedTable
    {
        await RunAsync("""
            CREATE TABLE t WITH (table_type='ICEBERG', is_external=false, location='s3://lake/t/', partitioning=ARRAY['id', '"parent.child"', 'bucket("grand.parent.n", 2)'])
            AS SELECT 1 AS id, CAST(ROW('a', 'b') AS ROW(child varchar, other varchar)) AS parent, CAST(ROW(ROW(7)) AS ROW(parent ROW(n integer))) AS grand
            """);
        await RunAsync("INSERT INTO t VALUES (2, ROW('x', 'y'), ROW(ROW(8))), (3, NULL, NULL)");
        await RunAsync("UPDATE t SET id = 5 WHERE parent.child = 'a'");
        await RunAsync("DELETE FROM t WHERE grand.parent.n = 8");

        Assert.Equal("3|~|~\n5|{child=a, other=b}|{parent={n=7}}", await TableAsync("SELECT * FROM t ORDER BY id"));
        Assert.Equal("3|~|~\n5|a|1", await TableAsync("SELECT partition.id, partition.\"parent.child\", partition.\"grand.parent.n_bucket\" FROM \"t$partitions\" ORDER BY 1"));
    }

    [Fact]
    public async Task NULL_is_refused_where_the_schema_requires_a_value() // trino: BaseConnectorTest.testInsertIntoNotNullColumn, testUpdateNotNullColumn
    {
        const string Schema = """
            {"type": "struct", "schema-id": 0, "fields": [{"id": 1, "name": "id", "type": "long", "required": true}, {"id": 2, "name": "name", "type": "string", "required": false}]}
            """;
        await new OtherWriter(_host, "req").RegisterAsync(2, Schema);
        await RunAsync("INSERT INTO req VALUES (1, NULL)");

        const string Message = "CONSTRAINT_VIOLATION: NULL value not allowed for NOT NULL column: id";
        Assert.Equal(Message, await _host.FailureOfAsync("INSERT INTO req VALUES (2, 'b'), (NULL, 'a')"));
        Assert.Equal(Message, await _host.FailureOfAsync("INSERT INTO req (name) VALUES 'a'"));
        Assert.Equal(Message, await _host.FailureOfAsync("UPDATE req SET id = NULLIF(id, 1)"));
        Assert.Equal(Message, await _host.FailureOfAsync("MERGE INTO req USING (VALUES 9) AS s(n) ON id = n WHEN NOT MATCHED THEN INSERT (name) VALUES ('x')"));
        Assert.Equal("1|~", await TableAsync("SELECT * FROM req"));
    }

    [Fact]
    public async Task Deletes_by_value_are_gone_once_every_row_they_concern_is_rewritten() // trino: TestIcebergV2.testOptimizingV2TableRemovesEqualityDeletesWhenWholeTableIsScanned
    {
        const string Schema = """{"type": "struct", "schema-id": 0, "fields": [{"id": 1, "name": "id", "type": "long", "required": false}]}""";
        var other = new OtherWriter(_host, "eq");
        var rows = await other.MadeAsync("src", "SELECT x AS id FROM unnest(sequence(CAST(1 AS bigint), 9)) AS s(x)");
        var (one, two) = (await other.MadeAsync("del1", "SELECT CAST(3 AS bigint) AS id"), await other.MadeAsync("del2", "SELECT CAST(4 AS bigint) AS id"));
        await other.Manifest(false, new OtherFile(0, rows.Path, "PARQUET", 9, rows.Bytes))
            .Manifest(true, new OtherFile(2, one.Path, "PARQUET", 1, one.Bytes) { EqualityIds = [1] }, new OtherFile(2, two.Path, "PARQUET", 1, two.Bytes) { EqualityIds = [1] })
            .RegisterAsync(2, Schema);
        Assert.Equal("7|38", await TableAsync("SELECT count(*), sum(id) FROM eq"));

        await RunAsync("OPTIMIZE eq REWRITE DATA USING BIN_PACK");

        Assert.Equal("7|38", await TableAsync("SELECT count(*), sum(id) FROM eq"));
        Assert.Equal("0|1", await TableAsync("SELECT max(content), count(*) FROM \"eq$files\""));
    }

    [Fact]
    public async Task Files_that_another_engine_names_in_another_scheme_are_no_litter() // s3a://, as Hadoop's file systems write it
    {
        const string Schema = """{"type": "struct", "schema-id": 0, "fields": [{"id": 1, "name": "id", "type": "long", "required": false}]}""";
        var other = new OtherWriter(_host, "far");
        var rows = await other.MadeAsync("src", "SELECT CAST(42 AS bigint) AS id");
        _host.Objects.Put("lake", "far/data/one.parquet", _host.Objects.Get("lake", rows.Path["s3://lake/".Length..]));
        _host.Objects.Put("lake", "far/data/stray.parquet", Encoding.UTF8.GetBytes("litter"));
        await other.Manifest(false, new OtherFile(0, "s3a://lake/far/data/one.parquet", "PARQUET", 1, rows.Bytes)).RegisterAsync(2, Schema);

        await RunAsync("VACUUM far");

        Assert.Equal("42", await TableAsync("SELECT id FROM far"));
        Assert.Equal(["far/data/one.parquet"], _host.Objects.Keys("lake").Where(key => key.StartsWith("far/data/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Versions_that_are_not_there_are_told_as_Trino_tells_them() // trino: TestIcebergReadVersionedTable, TestIcebergV2.testReadingSnapshotReference
    {
        await RunAsync("CREATE TABLE t (a int) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')");
        await RunAsync("INSERT INTO t VALUES 1");

        Assert.Equal("INVALID_ARGUMENTS: No version history table db.\"t\" at or before 1970-01-01T00:00:00.001Z", await _host.FailureOfAsync("SELECT * FROM t FOR TIMESTAMP AS OF TIMESTAMP '1970-01-01 00:00:00.001000 UTC'"));
        Assert.Equal("INVALID_ARGUMENTS: No version history table db.\"t\" at or before 2001-02-03T00:00:00Z", await _host.FailureOfAsync("SELECT * FROM t FOR TIMESTAMP AS OF DATE '2001-02-03'"));
        Assert.Equal("INVALID_ARGUMENTS: Iceberg snapshot ID does not exists: 17", await _host.FailureOfAsync("SELECT * FROM t FOR VERSION AS OF 17"));
        Assert.Equal("INVALID_ARGUMENTS: Cannot find snapshot with reference name: MAIN", await _host.FailureOfAsync("SELECT * FROM t FOR VERSION AS OF 'MAIN'"));
    }

    private async Task<string> ColumnsAsync(string table) => await TableAsync($"SELECT column_name || chr(9) || data_type FROM information_schema.columns WHERE table_schema = 'db' AND table_name = '{table}' ORDER BY ordinal_position");

    private async Task<long> ScannedAsync(string sql, string expected)
    {
        var end = await _host.EndOfAsync(sql);
        Assert.True(end.Status!.State == "SUCCEEDED", end.Status.StateChangeReason);
        Assert.Equal(expected, (await _host.ResultsAsync(end.QueryExecutionId!)).ResultSet!.Rows![1].Data![0].VarCharValue);
        return end.Statistics!.DataScannedInBytes!.Value;
    }

    /// <summary>Values between bars, rows between line ends, NULL as a tilde.</summary>
    private async Task<string> TableAsync(string sql) =>
        string.Join('\n', (await _host.RowsAsync(sql)).Skip(1).Select(row => string.Join('|', row.Select(value => value ?? "~"))));

    private async Task RunAsync(string sql)
    {
        var execution = await _host.EndOfAsync(sql);
        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
    }
}
