using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>Parquet files of Delta and Iceberg tables that DuckDB does not read, or reads otherwise: they are read as those of other tables are, with all that lake tables ask beside.</summary>
public sealed class LakeParquetTests : IAsyncLifetime
{
    /// <summary>Files of the format's own corpus and their columns, of which each has something unusual, in Hive's types.</summary>
    public static TheoryData<string, string> Unusual => new()
    {
        { "int96_from_spark.parquet", "a timestamp" },
        { "hadoop_lz4_compressed.parquet", "c0 bigint, c1 string, v11 double" },
        { "non_hadoop_lz4_compressed.parquet", "c0 bigint, c1 string, v11 double" },
        { "byte_stream_split_extended.gzip.parquet", "int32_byte_stream_split int, int64_byte_stream_split bigint, float_byte_stream_split float, int64_plain bigint" },
        { "list_columns.parquet", "int64_list array<bigint>, utf8_list array<string>" },
    };

    private readonly AthenaHost _host = new();
    private readonly DeltaWriter _delta;

    public LakeParquetTests() => _delta = new(_host.Objects, "lake", "d/");

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        await _host.Catalog.CreateDatabaseAsync(_host.Call, new() { Name = "db" }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _delta.Dispose();
        await _host.DisposeAsync();
    }

    [Theory, MemberData(nameof(Unusual))]
    [Trait("feature", "athena.formats")]
    public async Task A_Delta_table_has_the_rows_that_a_Hive_table_has(string file, string columns)
    {
        var (bytes, names) = await HiveAsync(file, columns);
        _delta.Put("a.parquet", bytes);
        var fields = string.Join("; ", columns.Split(", ").Select(column => column.Split(' ')).Select(column => $"{column[0]} " + column[1] switch
        {
            "bigint" => "long",
            "int" => "integer",
            "timestamp" => "timestamp_ntz",
            "array<bigint>" => """{"type":"array","elementType":"long","containsNull":true}""",
            "array<string>" => """{"type":"array","elementType":"string","containsNull":true}""",
            var same => same,
        }));
        string[] start = [DeltaWriter.Protocol(3, "timestampNtz", "deletionVectors"), DeltaWriter.Metadata(fields)];
        _delta.Commit([.. start, DeltaWriter.Add("a.parquet")]);
        await RunAsync("CREATE EXTERNAL TABLE t LOCATION 's3://lake/d/' TBLPROPERTIES ('table_type'='DELTA')");

        var hive = await RowsAsync($"SELECT {names} FROM h");
        Assert.Equal(hive, await RowsAsync($"SELECT {names} FROM t"));
        _delta.Commit(DeltaWriter.Remove("a.parquet"), DeltaWriter.Add("a.parquet", vector: DeltaWriter.Inline(0, 1)));
        Assert.Equal(hive.Where((_, at) => at is not (0 or 1)), await RowsAsync($"SELECT {names} FROM t"));
        Assert.Equal([$"{hive.Count - 2}"], await RowsAsync("SELECT count(*) FROM t"));
    }

    [Theory, MemberData(nameof(Unusual))]
    [Trait("feature", "athena.iceberg")]
    public async Task An_Iceberg_table_has_the_rows_that_a_Hive_table_has(string file, string columns)
    {
        var (bytes, names) = await HiveAsync(file, columns);
        var other = new OtherWriter(_host, "t");
        await other.PutAsync("s3://lake/t/a.parquet", bytes);
        var hive = await RowsAsync($"SELECT {names} FROM h");
        var (gone, size) = await other.MadeAsync("gone", "SELECT 's3://lake/t/a.parquet' AS file_path, BIGINT '1' AS pos");
        var declared = columns.Split(", ").Select(column => column.Split(' ')).ToArray();
        var fields = declared.Select((column, at) => $$"""{"id": {{at + 1}}, "name": "{{column[0]}}", "required": false, "type": """ + column[1] switch
        {
            "bigint" => "\"long\"",
            "array<bigint>" => """{"type": "list", "element-id": 11, "element": "long", "element-required": false}""",
            "array<string>" => """{"type": "list", "element-id": 12, "element": "string", "element-required": false}""",
            var same => $"\"{same}\"",
        } + "}");
        var mapping = declared.Select((column, at) => $$"""{"field-id": {{at + 1}}, "names": ["{{column[0]}}"]}""");
        await other.Manifest(false, new OtherFile(0, "s3://lake/t/a.parquet", "PARQUET", hive.Count, bytes.Length))
            .Manifest(true, new OtherFile(1, gone, "PARQUET", 1, size))
            .RegisterAsync(2, $$"""{"type": "struct", "schema-id": 0, "fields": [{{string.Join(", ", fields)}}]}""", ("schema.name-mapping.default", $"[{string.Join(", ", mapping)}]"));

        var wanted = hive.Where((_, at) => at != 1).ToList();
        Assert.Equal(wanted, await RowsAsync($"SELECT {names} FROM t"));
        Assert.Equal([$"{wanted.Count}"], await RowsAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task Rows_that_a_footer_forgot_to_count_are_there()
    {
        _delta.Put("a.parquet", "SELECT x AS id FROM range(3) AS s(x)");
        var bytes = _host.Objects.Get("lake", "d/a.parquet");
        _delta.Put("a.parquet", WithoutRows(bytes, 3));
        _delta.Put("b.parquet", "SELECT 10 + x AS id FROM range(2) AS s(x)");
        _delta.Commit(DeltaWriter.Protocol(), DeltaWriter.Metadata("id long"), DeltaWriter.Add("a.parquet"), DeltaWriter.Add("b.parquet"));
        await RunAsync("CREATE EXTERNAL TABLE t LOCATION 's3://lake/d/' TBLPROPERTIES ('table_type'='DELTA')");

        Assert.Equal(["5"], await RowsAsync("SELECT count(*) FROM t"));
        Assert.Equal(["0", "1", "2", "10", "11"], await RowsAsync("SELECT id FROM t ORDER BY id"));
    }

    /// <summary>Small files are ours, large ones DuckDB's: a table must not show which.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(60_000)]
    [Trait("feature", "athena.iceberg")]
    public async Task Renamed_columns_deletes_and_conditions_mean_the_same_of_small_and_large_files(int rows)
    {
        await RunAsync("CREATE TABLE t (id bigint, word string, at timestamp, point struct<x:int,y:string>) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')");
        await RunAsync($"""
            INSERT INTO t SELECT x, 'w' || CAST(x % 7 AS varchar), TIMESTAMP '2024-01-01 00:00:00.123456' + x * INTERVAL '1' SECOND, ROW(CAST(x AS integer), 'y')
            FROM unnest(sequence(1, 200)) AS a(y) CROSS JOIN unnest(sequence(1, {rows / 200})) AS b(z) CROSS JOIN LATERAL (SELECT CAST((z - 1) * 200 + y AS bigint) AS x)
            """);
        await RunAsync("DELETE FROM t WHERE id % 10 = 3");
        await RunAsync("ALTER TABLE t CHANGE COLUMN word term string");
        await RunAsync("ALTER TABLE t ADD COLUMNS (word int)");
        await RunAsync("UPDATE t SET word = 5, term = upper(term) WHERE id = 11");

        Assert.Equal([$"{rows * 9 / 10}"], await RowsAsync("SELECT count(*) FROM t"));
        Assert.Equal(["10|w3|~|10|y", "11|W4|5|11|y", "12|w5|~|12|y"], await RowsAsync("SELECT id, term, word, point.x, point.y FROM t WHERE id BETWEEN 10 AND 13 ORDER BY id"));
        Assert.Equal(["2024-01-01 00:01:40.123456"], await RowsAsync("SELECT at FROM t WHERE id = 100 AND word IS NULL"));
        Assert.Equal(["0"], await RowsAsync("SELECT count(*) FROM t WHERE term = 'w9' OR id > 1000000"));
        Assert.Equal(["2|true"], await RowsAsync("SELECT count(DISTINCT \"$path\"), bool_and(\"$path\" LIKE 's3://lake/t/data/%.parquet') FROM t"));
        Assert.Equal(["11"], await RowsAsync("SELECT id FROM t WHERE \"$path\" IN (SELECT \"$path\" FROM t WHERE id = 11)"));
    }

    private async Task<(byte[] Bytes, string Names)> HiveAsync(string file, string columns)
    {
        var bytes = await File.ReadAllBytesAsync(Repository.SharedData("formats", "parquet", "data", file));
        _host.Objects.Put("lake", "h/a.parquet", bytes);
        await RunAsync($"CREATE EXTERNAL TABLE h ({columns}) STORED AS PARQUET LOCATION 's3://lake/h/'");
        return (bytes, string.Join(", ", columns.Split(", ").Select(column => column.Split(' ')).Select(column => column[1] switch
        {
            "timestamp" => $"date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', date_trunc('second', {column[0]}))",
            _ => column[0],
        })));
    }

    /// <summary>The file's own number of rows (field 3 of the footer) made 0; what stands behind it is the list of row groups.</summary>
    private static byte[] WithoutRows(byte[] file, byte rows)
    {
        var at = file.AsSpan().LastIndexOf(new byte[] { 0x16, (byte)(rows * 2), 0x19 });
        Assert.True(at > 0);
        byte[] changed = [.. file];
        changed[at + 1] = 0;
        return changed;
    }

    private async Task RunAsync(string sql)
    {
        var end = await _host.EndOfAsync(sql);
        Assert.True(end.Status!.State == "SUCCEEDED", $"{sql}: {end.Status.StateChangeReason}");
    }

    private async Task<List<string>> RowsAsync(string sql) => [.. (await _host.RowsAsync(sql)).Skip(1).Select(row => string.Join('|', row.Select(value => value ?? "~")))];
}
