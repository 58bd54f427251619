namespace Weir.Services.Athena.Tests;

/// <summary>Iceberg tables through statements, on a catalog and a store in memory.</summary>
[Trait("feature", "athena.iceberg")]
public sealed class IcebergTests : IAsyncLifetime
{
    private readonly AthenaHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        await _host.Catalog.CreateDatabaseAsync(_host.Call, new() { Name = "db" }, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Rows_come_back_of_every_type_and_from_every_partition()
    {
        await RunAsync("""
            CREATE TABLE t (id bigint, name string, ok boolean, n int, f float, d double, m decimal(12,2), day date, ts timestamp, b binary,
            tags array<string>, attrs map<string,int>, point struct<x:double,y:struct<z:int>>)
            PARTITIONED BY (bucket(4, id), day(ts), truncate(2, name), month(day), m)
            LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')
            """);
        await RunAsync("""
            INSERT INTO t VALUES
            (1, 'alpha', true, 7, REAL '1.5', 2.5, DECIMAL '12.34', DATE '2024-02-29', TIMESTAMP '2024-02-29 23:59:59.123456', X'0102', ARRAY['a', NULL], MAP(ARRAY['k'], ARRAY[1]), ROW(1.0, ROW(3))),
            (2, 'äö', false, -7, REAL '-1.5', -2.5, DECIMAL '-12.34', DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59.999999', X'', ARRAY[], MAP(), ROW(NULL, NULL)),
            (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            """);

        Assert.Equal(
            "1|alpha|true|7|1.5|2.5|12.34|2024-02-29|2024-02-29 23:59:59.123456|01 02|[a, null]|{k=1}|{x=1.0, y={z=3}}\n"
            + "2|äö|false|-7|-1.5|-2.5|-12.34|1969-12-31|1969-12-31 23:59:59.999999||[]|{}|{x=null, y=null}\n"
            + "~|~|~|~|~|~|~|~|~|~|~|~|~",
            await TableAsync("SELECT * FROM t ORDER BY id NULLS LAST"));
        Assert.Equal("3", await TableAsync("SELECT count(*) FROM \"t$files\""));
        Assert.Equal("1", await TableAsync("SELECT id FROM t WHERE ts >= TIMESTAMP '2024-02-29 00:00:00' AND name = 'alpha' AND id = 1"));
        Assert.Equal("2", await TableAsync("SELECT id FROM t WHERE day < DATE '1970-01-01'"));
        var partition = (await _host.RowsAsync("SELECT partition FROM \"t$files\" WHERE record_count = 1 ORDER BY 1")).Skip(1).Select(row => row[0]).ToArray();
        Assert.Contains("{id_bucket=0, ts_day=1969-12-31, name_trunc=äö, day_month=-1, m=-12.34}", partition);
        Assert.Contains("{id_bucket=null, ts_day=null, name_trunc=null, day_month=null, m=null}", partition);
    }

    [Fact]
    public async Task Columns_are_added_dropped_and_changed_but_not_replaced()
    {
        await RunAsync("CREATE TABLE t (id bigint, name string) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')");

        Assert.Equal(
            "NOT_SUPPORTED: ALTER TABLE t REPLACE COLUMNS (id bigint) is not supported for Iceberg tables",
            (await _host.FailureOfAsync("ALTER TABLE t REPLACE COLUMNS (id bigint)")).Replace("`", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal));
        Assert.Equal("id\nname", string.Join('\n', (await _host.RowsAsync("SHOW COLUMNS IN t")).Select(row => row[0]!.Trim())));
    }

    [Fact]
    public async Task Rows_are_deleted_updated_and_merged()
    {
        await CreateAsync();
        await RunAsync("INSERT INTO t SELECT n, 'row ' || CAST(n AS varchar) FROM unnest(sequence(1, 10)) AS s(n)");

        Assert.Equal(2, await RunAsync("DELETE FROM t WHERE id IN (SELECT id FROM t WHERE id > 8)"));
        Assert.Equal(1, await RunAsync("UPDATE t SET name = name || '!', id = id + 100 WHERE id = 3"));
        Assert.Equal(4, await RunAsync("""
            MERGE INTO t AS target USING (VALUES (1, 'one'), (2, NULL), (20, 'twenty'), (21, 'twentyone'), (22, NULL)) AS s(k, v) ON target.id = s.k
            WHEN MATCHED AND s.v IS NULL THEN DELETE
            WHEN MATCHED THEN UPDATE SET name = s.v
            WHEN NOT MATCHED AND s.v IS NOT NULL THEN INSERT (id, name) VALUES (s.k, s.v)
            """));

        Assert.Equal(
            "1|one\n4|row 4\n5|row 5\n6|row 6\n7|row 7\n8|row 8\n20|twenty\n21|twentyone\n103|row 3!", await TableAsync("SELECT id, name FROM t ORDER BY id"));
        Assert.Contains("MERGE_TARGET_ROW_MULTIPLE_MATCHES", await _host.FailureOfAsync(
            "MERGE INTO t USING (VALUES 1, 1) AS s(k) ON t.id = s.k WHEN MATCHED THEN UPDATE SET name = 'x'"), StringComparison.Ordinal);
        Assert.StartsWith("TYPE_MISMATCH", await _host.FailureOfAsync("UPDATE t SET id = 'x'"), StringComparison.Ordinal);
        Assert.StartsWith("COLUMN_NOT_FOUND", await _host.FailureOfAsync("UPDATE t SET nothing = 1"), StringComparison.Ordinal);
        Assert.Equal(9, await RunAsync("DELETE FROM t"));
        Assert.Equal("0", await TableAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_table_is_read_as_it_was()
    {
        await CreateAsync();
        await RunAsync("INSERT INTO t VALUES (1, 'a')");
        await RunAsync("ALTER TABLE t ADD COLUMNS (more int)");
        await RunAsync("INSERT INTO t VALUES (2, 'b', 3)");
        var snapshots = (await _host.RowsAsync("SELECT snapshot_id, CAST(committed_at AS varchar) FROM \"t$snapshots\" ORDER BY committed_at")).Skip(1).ToArray();

        Assert.Equal("1|a", await TableAsync($"SELECT * FROM t FOR VERSION AS OF {snapshots[0][0]}"));
        Assert.Equal("2", await TableAsync($"SELECT count(*) FROM t FOR TIMESTAMP AS OF TIMESTAMP '{snapshots[1][1]}'"));
        Assert.Equal("2", await TableAsync("SELECT count(*) FROM t FOR TIMESTAMP AS OF current_timestamp + interval '1' day"));
        Assert.Equal("2", await TableAsync("SELECT count(*) FROM t FOR VERSION AS OF 'main'"));
        Assert.Contains("No version history table", await _host.FailureOfAsync("SELECT * FROM t FOR TIMESTAMP AS OF DATE '2001-01-01'"), StringComparison.Ordinal);
        Assert.Contains("snapshot ID does not exists: 5", await _host.FailureOfAsync("SELECT * FROM t FOR VERSION AS OF 5"), StringComparison.Ordinal);
        Assert.Equal($"append|1|~\nappend|2|{snapshots[0][0]}", await TableAsync("SELECT operation, summary['total-records'], parent_id FROM \"t$snapshots\" ORDER BY committed_at"));
        Assert.Equal("true\ntrue", await TableAsync("SELECT is_current_ancestor FROM \"t$history\""));
        Assert.Equal($"main|BRANCH|{snapshots[1][0]}", await TableAsync("SELECT name, type, snapshot_id FROM \"t$refs\""));
        Assert.Equal("2|2", await TableAsync("SELECT count(*), sum(added_rows_count) FROM \"t$manifests\""));
        Assert.Equal("2|2|1|2", await TableAsync("SELECT record_count, file_count, data.id.min, data.id.max FROM \"t$partitions\""));
        Assert.Equal("4", await TableAsync("SELECT count(*) FROM \"t$metadata_log_entries\""));
    }

    [Fact]
    public async Task Columns_renamed_added_dropped_and_widened_read_right_in_old_files()
    {
        await RunAsync("CREATE TABLE t (a int, b string, s struct<p:int,q:string>, f float) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')");
        await RunAsync("INSERT INTO t VALUES (1, 'one', ROW(1, 'q1'), REAL '1.5')");
        await RunAsync("ALTER TABLE t CHANGE COLUMN a b2 bigint FIRST");
        await RunAsync("ALTER TABLE t DROP COLUMN b");
        await RunAsync("ALTER TABLE t ADD COLUMNS (b int, a timestamp)");
        await RunAsync("ALTER TABLE t CHANGE f f double");
        await RunAsync("INSERT INTO t (b2, b, f) VALUES (3000000000, 2, 2.5)");

        Assert.Equal("1|{p=1, q=q1}|1.5|~|~\n3000000000|~|2.5|2|~", await TableAsync("SELECT * FROM t ORDER BY b2"));
        Assert.Equal("1", await TableAsync("SELECT count(*) FROM t WHERE b2 < 2"));
        Assert.Equal("1", await TableAsync("SELECT count(*) FROM t WHERE b IS NULL"));
        Assert.Contains("cannot change", await _host.FailureOfAsync("ALTER TABLE t CHANGE b2 b2 int"), StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE db.t (", string.Join('\n', (await _host.RowsAsync("SHOW CREATE TABLE t")).Select(row => row[0])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CTAS_makes_a_table_with_partitions_and_zoned_times_and_drop_removes_its_files()
    {
        await RunAsync("""
            CREATE TABLE c WITH (table_type = 'ICEBERG', is_external = false, location = 's3://lake/c/', partitioning = ARRAY['bucket(id, 4)', 'day(at)'], write_compression = 'snappy')
            AS SELECT n AS id, CAST(TIMESTAMP '2024-01-01 10:00:00 Europe/Berlin' + n * interval '1' day AS timestamp(6) with time zone) AS at FROM unnest(sequence(1, 3)) AS s(n)
            """);

        Assert.Equal("2024-01-02 09:00:00.000000 UTC", await TableAsync("SELECT at FROM c WHERE id = 1"));
        Assert.Equal("3", await TableAsync("SELECT count(*) FROM \"c$files\""));
        await RunAsync("DROP TABLE c");
        await foreach (var left in _host.Objects.ListAsync(_host.Call, "lake", "c/", null, CancellationToken.None))
        {
            Assert.Fail(left.Key);
        }

        Assert.Null(_host.Catalog.FindTable(_host.Call, "db", "c"));
    }

    [Fact]
    public async Task Optimize_makes_few_files_of_many_and_vacuum_forgets_the_old_ones()
    {
        await CreateAsync();
        for (var round = 0; round < 6; round++)
        {
            await RunAsync($"INSERT INTO t VALUES ({round}, 'a'), ({round + 100}, 'b')");
        }

        await RunAsync("DELETE FROM t WHERE id = 3");
        await RunAsync("OPTIMIZE t REWRITE DATA USING BIN_PACK");

        Assert.Equal("0|1", await TableAsync("SELECT min(content), count(*) FROM \"t$files\""));
        Assert.Equal("11|627", await TableAsync("SELECT count(*), sum(id) FROM t"));
        await RunAsync("ALTER TABLE t SET TBLPROPERTIES ('vacuum_max_snapshot_age_seconds'='0', 'vacuum_min_snapshots_to_keep'='1')");
        await RunAsync("VACUUM t");
        Assert.Equal("1", await TableAsync("SELECT count(*) FROM \"t$snapshots\""));
        Assert.Equal("11", await TableAsync("SELECT count(*) FROM t"));
        var data = 0;
        await foreach (var file in _host.Objects.ListAsync(_host.Call, "lake", "t/data/", null, CancellationToken.None))
        {
            data++;
        }

        Assert.Equal(1, data);
    }

    [Fact]
    public async Task Twenty_statements_at_once_lose_no_row()
    {
        await CreateAsync();

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => _host.StartQueryAsync($"INSERT INTO t VALUES ({n}, 'x')")));
        foreach (var id in ids)
        {
            var over = await _host.OverAsync(id);
            Assert.True(over.Status!.State == "SUCCEEDED", over.Status.StateChangeReason);
        }

        Assert.Equal("20|190", await TableAsync("SELECT count(*), sum(id) FROM t"));
        Assert.Equal("20", await TableAsync("SELECT count(*) FROM \"t$snapshots\""));
    }

    private Task<long?> CreateAsync() => RunAsync("CREATE TABLE t (id bigint, name string) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')");

    /// <summary>Values between bars, rows between line ends, NULL as a tilde.</summary>
    private async Task<string> TableAsync(string sql) =>
        string.Join('\n', (await _host.RowsAsync(sql)).Skip(1).Select(row => string.Join('|', row.Select(value => value ?? "~"))));

    private async Task<long?> RunAsync(string sql)
    {
        var execution = await _host.EndOfAsync(sql);
        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        return execution.StatementType == "DML" ? (await _host.ResultsAsync(execution.QueryExecutionId!)).UpdateCount : null;
    }
}
