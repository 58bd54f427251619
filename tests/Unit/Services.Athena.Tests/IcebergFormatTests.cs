namespace Weir.Services.Athena.Tests;

/// <summary>Iceberg tables of other file formats, of version 3 and by other writers.</summary>
[Trait("feature", "athena.iceberg")]
public sealed class IcebergFormatTests : IAsyncLifetime
{
    private const string Columns = """
        {"type": "struct", "schema-id": 0, "fields": [{"id": 1, "name": "id", "type": "long", "required": false}, {"id": 2, "name": "name", "type": "string", "required": false}]}
        """;

    private const string Mapping = """[{"field-id": 1, "names": ["id", "key"]}, {"field-id": 2, "names": ["title"]}]""";

    private readonly AthenaHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        await _host.Catalog.CreateDatabaseAsync(_host.Call, new() { Name = "db" }, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("orc")]
    [InlineData("avro")]
    [InlineData("parquet")]
    public async Task A_damaged_data_file_is_an_error_that_names_it_also_for_a_count(string format)
    {
        await RunAsync($"CREATE TABLE t (id bigint, name string) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG', 'format'='{format}')");
        await RunAsync("INSERT INTO t SELECT x, 'name ' || CAST(x AS varchar) FROM unnest(sequence(1, 9000)) AS s(x)");
        Assert.Equal("9000", await TableAsync("SELECT count(*) FROM t"));
        var key = _host.Objects.Keys("lake").Single(key => key.Contains("/data/", StringComparison.Ordinal));
        var whole = _host.Objects.Get("lake", key);
        foreach (var damaged in new[] { whole[..^4], whole[..(whole.Length / 2)], [] })
        {
            _host.Objects.Put("lake", key, damaged);
            foreach (var sql in new[] { "SELECT count(*) FROM t", "SELECT sum(id) FROM t", "SELECT * FROM t" })
            {
                var end = await _host.EndOfAsync(sql);
                Assert.Equal((sql, damaged.Length, "FAILED"), (sql, damaged.Length, end.Status!.State));
                Assert.Matches("^(HIVE|ICEBERG)_BAD_DATA: ", end.Status.StateChangeReason);
                Assert.Contains($"s3://lake/{key}", end.Status.StateChangeReason);
            }
        }
    }

    [Theory]
    [InlineData("orc", "")]
    [InlineData("orc", ", 'write_compression'='snappy'")]
    [InlineData("avro", "")]
    [InlineData("avro", ", 'write_compression'='zstd'")]
    [InlineData("parquet", "")]
    public async Task Rows_are_written_changed_and_read_in_the_tables_format(string format, string more)
    {
        await RunAsync($"""
            CREATE TABLE t (id bigint, name string, ok boolean, n int, f float, d double, m decimal(12,2), wide decimal(30,5), day date, ts timestamp, b binary,
            tags array<string>, attrs map<string,int>, numbered map<int,string>, point struct<x:double,y:struct<z:int,at:timestamp>>)
            PARTITIONED BY (bucket(2, id), month(day)) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG', 'format'='{format}'{more})
            """);
        await RunAsync("""
            INSERT INTO t VALUES
            (1, 'alpha', true, 7, REAL '1.5', 2.5, DECIMAL '12.34', DECIMAL '-1234567890123456789012345.67891', DATE '2024-02-29', TIMESTAMP '2024-02-29 23:59:59.123456', X'0102',
             ARRAY['a', NULL], MAP(ARRAY['k', 'l'], ARRAY[1, NULL]), MAP(ARRAY[5], ARRAY['five']), ROW(1.0, ROW(3, TIMESTAMP '2020-01-01 00:00:00.5'))),
            (2, 'äö', false, -7, REAL '-1.5', -2.5, DECIMAL '-12.34', DECIMAL '0', DATE '1969-12-31', TIMESTAMP '1969-12-30 23:59:59.999999', X'', ARRAY[], MAP(), MAP(), ROW(NULL, NULL)),
            (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            """);
        const string Rows =
            "1|alpha|true|7|1.5|2.5|12.34|-1234567890123456789012345.67891|2024-02-29|2024-02-29 23:59:59.123456|01 02|[a, null]|{k=1, l=null}|{5=five}|{x=1.0, y={z=3, at=2020-01-01 00:00:00.500000}}\n"
            + "2|äö|false|-7|-1.5|-2.5|-12.34|0.00000|1969-12-31|1969-12-30 23:59:59.999999||[]|{}|{}|{x=null, y=null}\n"
            + "~|~|~|~|~|~|~|~|~|~|~|~|~|~|~";
        Assert.Equal(Rows, await TableAsync("SELECT * FROM t ORDER BY id NULLS LAST"));
        Assert.Equal($"3|{format.ToUpperInvariant()}", await TableAsync("SELECT count(*), max(file_format) FROM \"t$files\""));
        Assert.Equal("2", await TableAsync("SELECT id FROM t WHERE day < DATE '1970-01-01'"));

        Assert.Equal(1, await RunAsync("UPDATE t SET name = upper(name), n = n + 1 WHERE id = 1"));
        Assert.Equal(1, await RunAsync("DELETE FROM t WHERE id IS NULL"));
        await RunAsync("INSERT INTO t (id, name, point) SELECT x, 'n' || CAST(x AS varchar), ROW(x / 2e0, ROW(CAST(x AS integer), CAST(NULL AS timestamp))) FROM unnest(sequence(10, 5009)) AS s(x)");
        Assert.Equal(2500, await RunAsync("DELETE FROM t WHERE id >= 10 AND id % 2 = 0"));
        await RunAsync("ALTER TABLE t CHANGE COLUMN name title string");
        await RunAsync("ALTER TABLE t ADD COLUMNS (late int)");
        Assert.Equal("1|ALPHA|8|~\n2|äö|-7|~\n11|n11|~|~", await TableAsync("SELECT id, title, n, late FROM t ORDER BY id LIMIT 3"));
        Assert.Equal("2502|6275003", await TableAsync("SELECT count(*), sum(id) FROM t"));
        await RunAsync("OPTIMIZE t REWRITE DATA USING BIN_PACK");
        Assert.Equal("2502|6275003|3.0", await TableAsync("SELECT count(*), sum(id), min(point.y.z) * 1e0 FROM t"));
    }

    [Fact]
    public async Task Deletion_vectors_of_version_3_take_away_the_rows_they_name()
    {
        var other = new OtherWriter(_host, "v3");
        var data = await other.MadeAsync("src", "SELECT x AS id, 'n' AS title FROM unnest(sequence(0, 9999)) AS a(i) CROSS JOIN unnest(sequence(i * 20, i * 20 + 19)) AS b(x) ORDER BY 1");
        int[] array = [0, 5, 77];
        (int, int)[] runs = [(10, 9), (1000, 0)];
        var bits = Enumerable.Range(0, 5000).Select(at => at * 3).ToArray();
        var vector = OtherWriter.Vector(array, runs, bits);
        byte[] puffin = [.. "PFA1"u8, .. vector, .. "PFA1{}"u8];
        await other.PutAsync("s3://lake/v3/data/dv.puffin", puffin);
        await other.Manifest(false, new OtherFile(0, data.Path, "PARQUET", 200_000, data.Bytes))
            .Manifest(true, new OtherFile(1, "s3://lake/v3/data/dv.puffin", "PUFFIN", 5014, puffin.Length) { Target = data.Path, Offset = 4, Length = vector.Length })
            .RegisterAsync(3, """
                {"type": "struct", "schema-id": 0, "fields": [{"id": 1, "name": "id", "type": "long", "required": false}, {"id": 2, "name": "name", "type": "string", "required": false},
                 {"id": 3, "name": "score", "type": "int", "required": false, "initial-default": 42}, {"id": 4, "name": "word", "type": "string", "required": false, "initial-default": "it's"}]}
                """, ("schema.name-mapping.default", Mapping));

        var gone = array.Concat(runs.SelectMany(run => Enumerable.Range(65536 + run.Item1, run.Item2 + 1))).Concat(bits.Select(bit => 131072 + bit)).ToArray();
        var left = Enumerable.Range(0, 200_000).Except(gone).ToArray();
        Assert.Equal($"{left.Length}|{left.Sum(id => (long)id)}|42|it's", await TableAsync("SELECT count(*), sum(id), max(score), min(word) FROM v3"));
        Assert.Equal("4\n6", await TableAsync("SELECT id FROM v3 WHERE id BETWEEN 4 AND 6 ORDER BY id"));
        Assert.Contains("format version 3", await _host.FailureOfAsync("DELETE FROM v3 WHERE id = 4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_deletion_vector_fails_the_query_by_its_address()
    {
        var other = new OtherWriter(_host, "bad");
        var data = await other.MadeAsync("src", "SELECT 1 AS id, 'n' AS title");
        var vector = OtherWriter.Vector([0], [(1, 1)], Enumerable.Range(0, 4200).ToArray());
        vector[20] ^= 1;
        await other.PutAsync("s3://lake/bad/data/dv.puffin", vector);
        await other.Manifest(false, new OtherFile(0, data.Path, "PARQUET", 1, data.Bytes))
            .Manifest(true, new OtherFile(1, "s3://lake/bad/data/dv.puffin", "PUFFIN", 1, vector.Length) { Target = data.Path, Offset = 0, Length = vector.Length })
            .RegisterAsync(3, Columns, ("schema.name-mapping.default", Mapping));

        var message = await _host.FailureOfAsync("SELECT * FROM bad");

        Assert.StartsWith("ICEBERG_BAD_DATA", message, StringComparison.Ordinal);
        Assert.Contains("checksum", message, StringComparison.Ordinal);
        Assert.Contains("s3://lake/bad/data/dv.puffin", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equality_deletes_and_mapped_names_of_another_writer_are_honoured()
    {
        var other = new OtherWriter(_host, "eq");
        var old = await other.MadeAsync("src1", "SELECT x AS id, 'n' || CAST(x % 3 AS varchar) AS title FROM unnest(sequence(1, 9)) AS s(x)");
        var deletes = await other.MadeAsync("del1", "SELECT * FROM (VALUES ('n1'), (NULL)) AS s(title)");
        var young = await other.MadeAsync("src2", "SELECT 100 AS key, 'n1' AS title UNION ALL SELECT 101, NULL");
        var pair = await other.MadeAsync("del2", "SELECT CAST(3 AS bigint) AS id, 'n0' AS title");
        await other.Manifest(false, new OtherFile(0, old.Path, "PARQUET", 9, old.Bytes))
            .Manifest(true, new OtherFile(2, deletes.Path, "PARQUET", 2, deletes.Bytes) { EqualityIds = [2] })
            .Manifest(false, new OtherFile(0, young.Path, "PARQUET", 2, young.Bytes))
            .Manifest(true, new OtherFile(2, pair.Path, "PARQUET", 1, pair.Bytes) { EqualityIds = [1, 2] })
            .RegisterAsync(2, Columns, ("schema.name-mapping.default", Mapping));

        Assert.Equal("2|n2\n5|n2\n6|n0\n8|n2\n9|n0\n100|n1\n101|~", await TableAsync("SELECT id, name FROM eq ORDER BY id"));
        Assert.Equal("100", await TableAsync("SELECT id FROM eq WHERE id = 100"));
        Assert.Equal(1, await RunAsync("DELETE FROM eq WHERE id = 100"));
        Assert.Equal(1, await RunAsync("UPDATE eq SET name = 'x' WHERE id = 101"));
        Assert.Equal("6|101|x", await TableAsync("SELECT count(*), max(id), max(name) FROM eq"));
    }

    [Fact]
    public async Task A_table_is_truncated_renamed_and_explained()
    {
        await RunAsync("CREATE TABLE t (id bigint, name string) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')");
        await RunAsync("TRUNCATE TABLE t");
        await RunAsync("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
        await RunAsync("DELETE FROM t WHERE id = 1");
        await RunAsync("TRUNCATE TABLE t");
        Assert.Equal("0", await TableAsync("SELECT count(*) FROM t"));
        Assert.Equal("append\ndelete\ndelete", await TableAsync("SELECT operation FROM \"t$snapshots\" ORDER BY committed_at"));
        Assert.Equal("0|1", await TableAsync("SELECT CAST(summary['total-records'] AS int), CAST(summary['deleted-records'] AS int) - 1 FROM \"t$snapshots\" ORDER BY committed_at DESC LIMIT 1"));
        await RunAsync("INSERT INTO t VALUES (3, 'c')");

        await _host.Catalog.CreateDatabaseAsync(_host.Call, new() { Name = "db2" }, CancellationToken.None);
        await RunAsync("ALTER TABLE db.t RENAME TO db2.moved");
        Assert.Equal("3|c", await TableAsync("SELECT * FROM db2.moved"));
        Assert.Contains("TABLE_NOT_FOUND", await _host.FailureOfAsync("SELECT * FROM t"), StringComparison.Ordinal);
        await RunAsync("CREATE TABLE t (id bigint) LOCATION 's3://lake/t2' TBLPROPERTIES ('table_type'='ICEBERG')");
        Assert.Contains("already exists", await _host.FailureOfAsync("ALTER TABLE db2.moved RENAME TO db.t"), StringComparison.Ordinal);

        foreach (var statement in new[] { "DELETE FROM db2.moved WHERE id > 2", "UPDATE db2.moved SET name = 'x' WHERE id = 3", "MERGE INTO db2.moved m USING t ON m.id = t.id WHEN MATCHED THEN DELETE" })
        {
            var plan = string.Join('\n', (await _host.RowsAsync("EXPLAIN " + statement)).Select(row => row[0]));
            Assert.Contains("TableScan", plan, StringComparison.Ordinal);
            Assert.Contains("TableCommit", plan, StringComparison.Ordinal);
        }

        Assert.Equal("3|c", await TableAsync("SELECT * FROM db2.moved"));
        Assert.Contains("SHOW PARTITIONS is not supported", await _host.FailureOfAsync("SHOW PARTITIONS t"), StringComparison.Ordinal);
        Assert.Contains("NOT_SUPPORTED", await _host.FailureOfAsync("ALTER TABLE t ADD PARTITION (id = 1)"), StringComparison.Ordinal);
        await RunAsync("DROP DATABASE db2 CASCADE");
        await foreach (var file in _host.Objects.ListAsync(_host.Call, AthenaHost.Bucket, "t/data/", null, CancellationToken.None))
        {
            Assert.Fail($"{file.Key} is left of a dropped database");
        }
    }

    private async Task<string> TableAsync(string sql) =>
        string.Join('\n', (await _host.RowsAsync(sql)).Skip(1).Select(row => string.Join('|', row.Select(value => value ?? "~"))));

    private async Task<long?> RunAsync(string sql)
    {
        var execution = await _host.EndOfAsync(sql);
        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        return execution.StatementType == "DML" ? (await _host.ResultsAsync(execution.QueryExecutionId!)).UpdateCount : null;
    }
}
