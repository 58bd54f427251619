using System.Text;
using System.Text.Json;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>Delta tables through statements, on a catalog and a store in memory.</summary>
[Trait("feature", "athena.formats")]
public sealed class DeltaTests : IAsyncLifetime
{
    private readonly AthenaHost _host = new();
    private readonly DeltaWriter _table;

    public DeltaTests() => _table = new(_host.Objects, "lake", "d/");

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        await _host.Catalog.CreateDatabaseAsync(_host.Call, new() { Name = "db" }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _table.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Columns_come_from_the_log_with_all_their_types()
    {
        const string Row = "{\"type\":\"struct\",\"fields\":[{\"name\":\"X\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}},{\"name\":\"at\",\"type\":\"timestamp\",\"nullable\":true,\"metadata\":{}}]}";
        _table.Put("a.parquet", """
            SELECT true AS "Ok", 1::TINYINT AS b, 2::SMALLINT AS s, 3::INTEGER AS i, 4::BIGINT AS l, 1.5::FLOAT AS f, 2.5::DOUBLE AS d, 12.34::DECIMAL(9,2) AS m, 'é' AS t, 'x'::BLOB AS bin,
                DATE '2024-02-29' AS day, TIMESTAMPTZ '2024-02-29 10:11:12.345678+01' AS ts, TIMESTAMP '1960-01-01 00:00:00.123456' AS ntz,
                [{'X': 1, 'at': TIMESTAMPTZ '2024-01-01 00:00:00+00'}, NULL] AS list, MAP {'k': 1, 'n': NULL} AS attrs
            UNION ALL BY NAME SELECT NULL::BOOLEAN AS "Ok"
            """);
        _table.Commit(
            DeltaWriter.Protocol(3, "timestampNtz"),
            DeltaWriter.Metadata($"Ok boolean; b byte; s short; i integer; l long; f float; d double; m decimal(9,2); t string; bin binary; day date; ts timestamp; ntz timestamp_ntz; list {{\"type\":\"array\",\"elementType\":{Row},\"containsNull\":true}}; attrs {{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":\"long\",\"valueContainsNull\":true}}"),
            DeltaWriter.Add("a.parquet"));
        await CreateAsync();

        Assert.Equal(
            "true|1|2|3|4|1.5|2.5|12.34|é|78|2024-02-29|2024-02-29 09:11:12.345 UTC|1960-01-01 00:00:00.123456|[{x=1, at=2024-01-01 00:00:00.000 UTC}, null]|{k=1, n=null}\n"
            + "~|~|~|~|~|~|~|~|~|~|~|~|~|~|~",
            await TableAsync("SELECT * FROM t ORDER BY ok NULLS LAST"));
        Assert.Equal("tinyint|smallint|timestamp(3) with time zone|timestamp(6)", await TableAsync("SELECT typeof(b), typeof(s), typeof(ts), typeof(ntz) FROM t LIMIT 1"));
        Assert.Equal("1", await TableAsync("SELECT count(*) FROM t WHERE ts = TIMESTAMP '2024-02-29 09:11:12.345 UTC' AND list[1].x = 1"));
        var entry = _host.Catalog.FindTable(_host.Call, "db", "t")!;
        Assert.Equal("tinyint", entry.Storage.Columns[1].Type);
        Assert.Equal("array<struct<x:int,at:timestamp>>", entry.Storage.Columns[13].Type);
        Assert.Equal("delta", entry.Parameters["spark.sql.sources.provider"]);
    }

    [Fact]
    public async Task Partition_values_have_types_and_may_be_null()
    {
        _table.Put("a%20b.parquet", "SELECT 1 AS id");
        _table.Put("b.parquet", "SELECT 2 AS id");
        _table.Put("c.parquet", "SELECT 3 AS id");
        _table.Commit(
            DeltaWriter.Protocol(), DeltaWriter.Metadata("id integer; day date; n integer; at timestamp; word string", "word day n at"),
            DeltaWriter.Add("a%2520b.parquet", """{"word":"x/y","day":"2024-01-02","n":"-7","at":"2024-01-02 03:04:05.678"}"""),
            DeltaWriter.Add("b.parquet", """{"word":"","day":null,"n":"","at":"2024-01-02T03:04:05.678000Z"}"""),
            DeltaWriter.Add("c.parquet", """{"word":"z","day":"2024-01-03","n":"12","at":null}"""));
        await CreateAsync();

        Assert.Equal(
            "1|2024-01-02|-7|2024-01-02 03:04:05.678 UTC|x/y\n2|~|~|2024-01-02 03:04:05.678 UTC|~\n3|2024-01-03|12|~|z",
            await TableAsync("SELECT * FROM t ORDER BY id"));
        Assert.Equal("1", await TableAsync("SELECT id FROM t WHERE day = DATE '2024-01-02' AND n < 0 AND at < TIMESTAMP '2025-01-01 00:00:00 UTC'"));
        Assert.Equal("2", await TableAsync("SELECT id FROM t WHERE word IS NULL"));
        Assert.Equal("x/y\nz\n~", await TableAsync("SELECT DISTINCT word FROM t ORDER BY 1 NULLS LAST"));
        Assert.Equal("word=__HIVE_DEFAULT_PARTITION__/day=__HIVE_DEFAULT_PARTITION__/n=__HIVE_DEFAULT_PARTITION__/at=2024-01-02T03%3A04%3A05.678000Z", (await LinesAsync("SHOW PARTITIONS t"))[0]);
        Assert.Equal(3, (await LinesAsync("SHOW PARTITIONS t")).Count);
    }

    [Fact]
    public async Task A_damaged_data_file_is_an_error_that_names_it_also_for_a_count()
    {
        _table.Put("a.parquet", "SELECT i AS id, 'word ' || hash(i) AS name FROM range(60000) t(i)");
        _table.Commit(DeltaWriter.Protocol(), DeltaWriter.Metadata("id long; name string"), DeltaWriter.Add("a.parquet"));
        await CreateAsync();
        Assert.Equal("60000", await TableAsync("SELECT count(*) FROM t"));
        var whole = _host.Objects.Get("lake", "d/a.parquet");

        // A page's header tells of fewer bytes than it has, in a file that is otherwise whole.
        var changed = whole.AsSpan().ToArray();
        changed[6] ^= 0x10;
        foreach (var damaged in new[] { whole[..^4], whole[..(whole.Length / 2)], [], changed })
        {
            _host.Objects.Put("lake", "d/a.parquet", damaged);
            foreach (var sql in new[] { "SELECT count(*) FROM t", "SELECT sum(id) FROM t", "SELECT * FROM t" })
            {
                var end = await _host.EndOfAsync(sql);
                Assert.Equal("FAILED", end.Status!.State);
                Assert.StartsWith("HIVE_BAD_DATA: Malformed Parquet file.", end.Status.StateChangeReason);
                Assert.Contains("[s3://lake/d/a.parquet]", end.Status.StateChangeReason);
            }
        }
    }

    [Fact]
    public async Task Files_that_cannot_hold_wanted_rows_are_not_even_opened()
    {
        var bytes = _table.Put("a.parquet", "SELECT i AS id, repeat('x', 50) || i AS pad FROM range(1000) r(i)");
        _table.Commit(
            DeltaWriter.Protocol(), DeltaWriter.Metadata("id long; pad string; p string", "p"),
            DeltaWriter.Add("a.parquet", """{"p":"here"}""", """{"numRecords":1000,"minValues":{"id":0},"maxValues":{"id":999},"nullCount":{"id":0}}"""),
            DeltaWriter.Add("missing.parquet", """{"p":"here"}""", """{"numRecords":5,"minValues":{"id":5000},"maxValues":{"id":6000},"nullCount":{"id":0}}"""),
            DeltaWriter.Add("missing2.parquet", """{"p":"gone"}"""));
        await CreateAsync();

        Assert.Equal("1", await TableAsync("SELECT count(*) FROM t WHERE id = 7 AND p = 'here'"));
        Assert.Equal("0", await TableAsync("SELECT count(*) FROM t WHERE id > 7000 AND p = 'here'"));
        Assert.Equal("0", await TableAsync("SELECT count(*) FROM t WHERE p IN ('nowhere', 'else')"));
        Assert.Contains("NoSuchKey", await _host.FailureOfAsync("SELECT count(*) FROM t WHERE id >= 5000 AND p = 'here'"), StringComparison.Ordinal);
        var narrow = await _host.EndOfAsync("SELECT sum(id) FROM t WHERE id < 1000 AND p = 'here'");
        Assert.InRange(narrow.Statistics!.DataScannedInBytes!.Value, 1, bytes / 2);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("id")]
    public async Task Renamed_dropped_and_added_columns_are_found_by_what_files_call_them(string mode)
    {
        var ids = mode == "id" ? ", FIELD_IDS {other: 1, c2: 2, c3: 3}" : "";
        _table.Put("a.parquet", $"SELECT 1 AS {(mode == "id" ? "other" : "c1")}, 'old' AS c2, 9 AS c3", ids);
        _table.Commit(DeltaWriter.Protocol(2), DeltaWriter.Metadata("id integer; name string; p string", "p", mode), DeltaWriter.Add("a.parquet", """{"c3":"q"}"""));
        _table.Commit(DeltaWriter.Metadata("Renamed integer; name string; p string; later date", "p", mode));
        await CreateAsync();

        Assert.Equal("1|old|q|~", await TableAsync("SELECT renamed, name, p, later FROM t WHERE renamed = 1 AND p = 'q'"));
    }

    [Fact]
    public async Task Rows_of_deletion_vectors_are_gone()
    {
        _table.Put("a.parquet", "SELECT i AS id FROM range(5000) r(i)", ", ROW_GROUP_SIZE 2048");
        _table.Put("b.parquet", "SELECT i AS id FROM range(10000, 10010) r(i)");
        _table.Put("c.parquet", "SELECT i AS id FROM range(20000, 20010) r(i)");
        var vector = DeletionVectorBytes.Of(Enumerable.Range(0, 4998).Select(row => (long)row), withRuns: true);
        var uuid = new Guid("01020304-0506-0708-090a-0b0c0d0e0f10");
        _table.Put($"deletion_vector_{uuid:D}.bin", DeletionVectorBytes.File(vector));
        _table.Commit(
            DeltaWriter.Protocol(3, "deletionVectors"), DeltaWriter.Metadata("id long; p string", "p"),
            DeltaWriter.Add("a.parquet", """{"p":"1"}""", null, $"{{\"storageType\":\"u\",\"pathOrInlineDv\":{JsonSerializer.Serialize(DeletionVectorBytes.Z85(uuid.ToByteArray(bigEndian: true)))},\"offset\":1,\"sizeInBytes\":{vector.Length},\"cardinality\":4998}}"),
            DeltaWriter.Add("b.parquet", """{"p":"2"}""", null, DeltaWriter.Inline(0, 9)),
            DeltaWriter.Add("c.parquet", """{"p":null}"""));
        await CreateAsync();

        Assert.Equal("20|4998|20009", await TableAsync("SELECT count(*), min(id), max(id) FROM t"));
        Assert.Equal("1|2\n2|8\n~|10", await TableAsync("SELECT p, count(*) FROM t GROUP BY p ORDER BY p NULLS LAST"));
        Assert.Equal("0", await TableAsync("SELECT count(*) FROM t WHERE id IN (10000, 10009, 17)"));
    }

    [Fact]
    public async Task A_checkpoint_in_parquet_tells_as_much_as_commits_do()
    {
        _table.Put("a.parquet", "SELECT 1 AS id, 'x' AS name");
        _table.Put("b.parquet", "SELECT 2 AS id, NULL AS name");
        var metadata = JsonDocument.Parse(DeltaWriter.Metadata("id integer; name string; p string", "p")).RootElement.GetProperty("metaData").GetProperty("schemaString").GetString()!;
        _table.Commit(DeltaWriter.Protocol());
        _table.Checkpoint("""
            SELECT {'minReaderVersion': 1, 'minWriterVersion': 2} AS protocol, NULL AS add
            UNION ALL BY NAME SELECT {'id': 'x', 'schemaString': '$schema$', 'partitionColumns': ['p'], 'configuration': MAP {'a': 'b'}} AS "metaData"
            UNION ALL BY NAME SELECT {'path': 'a.parquet', 'partitionValues': MAP {'p': 'v'}, 'size': 1, 'stats': NULL,
                'stats_parsed': {'numRecords': 1, 'minValues': {'id': 1, 'd': 'nan'::DOUBLE}, 'maxValues': {'id': 1, 'd': 'nan'::DOUBLE} } } AS add
            UNION ALL BY NAME SELECT {'path': 'missing', 'partitionValues': MAP {'p': NULL}, 'size': 1, 'stats': NULL,
                'stats_parsed': {'numRecords': 1, 'minValues': {'id': 50, 'd': 1.0}, 'maxValues': {'id': 50, 'd': 1.0} } } AS add
            UNION ALL BY NAME SELECT {'path': 'a.parquet', 'deletionTimestamp': 1} AS remove
            """.Replace("$schema$", metadata, StringComparison.Ordinal));
        _table.Commit(DeltaWriter.Add("b.parquet", """{"p":"w"}"""));
        await CreateAsync();

        Assert.Equal("1|x|v\n2|~|w", await TableAsync("SELECT * FROM t WHERE id < 10 ORDER BY id"));
    }

    [Fact]
    public async Task Types_that_grew_read_from_old_files()
    {
        _table.Put("a.parquet", "SELECT 1::TINYINT AS n, 1.5::FLOAT AS f, DATE '2024-01-01' AS t, 1.25::DECIMAL(5,2) AS m, [1::INTEGER] AS l");
        _table.Put("b.parquet", "SELECT 5000000000 AS n, 2.5::DOUBLE AS f, TIMESTAMP '2024-01-01 01:02:03' AS t, 12345678.125::DECIMAL(18,3) AS m, [5000000000] AS l");
        _table.Commit(
            DeltaWriter.Protocol(3, "typeWidening", "timestampNtz"),
            DeltaWriter.Metadata("n long; f double; t timestamp_ntz; m decimal(18,3); l {\"type\":\"array\",\"elementType\":\"long\",\"containsNull\":true}"),
            DeltaWriter.Add("a.parquet"), DeltaWriter.Add("b.parquet"));
        await CreateAsync();

        Assert.Equal(
            "1|1.5|2024-01-01 00:00:00.000000|1.250|[1]\n5000000000|2.5|2024-01-01 01:02:03.000000|12345678.125|[5000000000]",
            await TableAsync("SELECT * FROM t ORDER BY n"));
    }

    [Fact]
    public async Task What_Athena_does_not_do_to_Delta_tables_is_refused()
    {
        Simple();
        await CreateAsync();

        foreach (var (sql, error) in new (string, string)[]
        {
            ("INSERT INTO t VALUES (1)", "NOT_SUPPORTED: This connector does not support inserts"),
            ("DELETE FROM t WHERE id = 1", "NOT_SUPPORTED: This connector does not support modifying table rows"),
            ("UPDATE t SET id = 2", "NOT_SUPPORTED: This connector does not support modifying table rows"),
            ("MERGE INTO t USING (VALUES 1) AS s(k) ON t.id = s.k WHEN MATCHED THEN DELETE", "NOT_SUPPORTED: This connector does not support modifying table rows"),
            ("SELECT * FROM t FOR VERSION AS OF 0", "This connector does not support versioned tables"),
            ("SELECT * FROM t FOR TIMESTAMP AS OF TIMESTAMP '2024-01-01 00:00:00 UTC'", "This connector does not support versioned tables"),
            ("ALTER TABLE t ADD COLUMNS (x int)", "is not supported for Delta Lake tables"),
            ("MSCK REPAIR TABLE t", "is not supported for Delta Lake tables"),
            ("CREATE EXTERNAL TABLE u (id int) LOCATION 's3://lake/d/' TBLPROPERTIES ('table_type'='DELTA')", "come from its transaction log and cannot be specified"),
            ("CREATE EXTERNAL TABLE u LOCATION 's3://lake/nothing/' TBLPROPERTIES ('table_type'='DELTA')", "DELTA_LAKE_INVALID_TABLE: there is no transaction log at s3://lake/nothing/"),
            ("CREATE EXTERNAL TABLE t LOCATION 's3://lake/d/' TBLPROPERTIES ('table_type'='DELTA')", "AlreadyExistsException"),
        })
        {
            Assert.Contains(error, await _host.FailureOfAsync(sql), StringComparison.Ordinal);
        }

        _table.Commit(DeltaWriter.Protocol(3, "variantType", "deletionVectors"));
        Assert.Equal("NOT_SUPPORTED: Unsupported reader features: [variantType]", await _host.FailureOfAsync("SELECT * FROM t"));
    }

    [Fact]
    public async Task The_catalog_may_know_a_table_by_its_provider_and_path_alone()
    {
        Simple();
        await _host.Catalog.CreateTableAsync(_host.Call, new()
        {
            Database = "db",
            Name = "t",
            TableType = "EXTERNAL_TABLE",
            Parameters = new Dictionary<string, string> { ["spark.sql.sources.provider"] = "delta" },
            Storage = new()
            {
                Columns = [new("col", "array<string>")],
                Location = "s3://elsewhere/__PLACEHOLDER__",
                SerdeParameters = new Dictionary<string, string> { ["path"] = "s3://lake/d" },
            },
        }, CancellationToken.None);

        Assert.Equal("1", await TableAsync("SELECT id FROM t"));
        _table.Put("b.parquet", "SELECT 2 AS id, 'new' AS more");
        _table.Commit(DeltaWriter.Metadata("id integer; more string"), DeltaWriter.Add("b.parquet"), DeltaWriter.Remove("a.parquet"));
        Assert.Equal("2|new", await TableAsync("SELECT * FROM t"));
        Assert.Equal("CREATE EXTERNAL TABLE `db.t`", (await LinesAsync("SHOW CREATE TABLE t"))[0]);
        await _host.RowsAsync("CREATE VIEW v AS SELECT more FROM t");
        Assert.Equal("new", await TableAsync("SELECT * FROM v"));
        await _host.RowsAsync("DROP TABLE t");
        Assert.Contains("_delta_log/", string.Join(' ', _host.Objects.Keys("lake")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifests_lead_to_the_files_they_list()
    {
        _table.Put("x/a.parquet", "SELECT 1 AS id");
        _table.Put("x/b.parquet", "SELECT 2 AS id");
        _table.Put("x/old.parquet", "SELECT 3 AS id");
        _table.Put("_symlink_format_manifest/p=1/manifest", Encoding.UTF8.GetBytes("s3://lake/d/x/a.parquet\n"));
        _table.Put("_symlink_format_manifest/p=2/manifest", Encoding.UTF8.GetBytes("s3a://lake/d/x/b.parquet\r\n\n"));
        await _host.RowsAsync("""
            CREATE EXTERNAL TABLE s (id int) PARTITIONED BY (p int)
            ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
            STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat' OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
            LOCATION 's3://lake/d/_symlink_format_manifest/'
            """);
        await _host.RowsAsync("MSCK REPAIR TABLE s");

        Assert.Equal("1|1\n2|2", await TableAsync("SELECT id, p FROM s ORDER BY id"));
        Assert.Equal("2", await TableAsync("SELECT id FROM s WHERE p = 2"));
        _table.Put("_symlink_format_manifest/p=2/manifest", Encoding.UTF8.GetBytes("nonsense\n"));
        Assert.Equal("HIVE_BAD_DATA: s3://lake/d/_symlink_format_manifest/p=2/manifest names nonsense, which is not an S3 address", await _host.FailureOfAsync("SELECT * FROM s"));
    }

    private void Simple()
    {
        _table.Put("a.parquet", "SELECT 1 AS id");
        _table.Commit(DeltaWriter.Protocol(), DeltaWriter.Metadata("id integer"), DeltaWriter.Add("a.parquet"));
    }

    private async Task CreateAsync() => await _host.RowsAsync("CREATE EXTERNAL TABLE t LOCATION 's3://lake/d/' TBLPROPERTIES ('table_type'='DELTA')");

    private async Task<string> TableAsync(string sql) =>
        string.Join('\n', (await _host.RowsAsync(sql)).Skip(1).Select(row => string.Join('|', row.Select(value => value ?? "~"))));

    private async Task<List<string>> LinesAsync(string sql) => [.. (await _host.RowsAsync(sql)).Select(row => row[0] ?? "")];
}
