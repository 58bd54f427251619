namespace Weir.Services.Athena.Tests;

/// <summary>What Athena's guide says of Iceberg tables: properties, types, statements.</summary>
/// <remarks>Source: querying-iceberg-creating-tables, -supported-data-types, -managing-tables, -evolving-table-schema; compression-support-iceberg.</remarks>
[Trait("feature", "athena.iceberg")]
public sealed class IcebergGuideTests : IAsyncLifetime
{
    private readonly AthenaHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        await _host.Catalog.CreateDatabaseAsync(_host.Call, new() { Name = "db" }, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("'format'='json'", "json")]
    [InlineData("'write_compression'='lz4'", "parquet files with lz4")]
    [InlineData("'format'='orc', 'write_compression'='gzip'", "orc files with gzip")]
    [InlineData("'write_compression'='zlib', 'format'='avro'", "avro files with zlib")]
    [InlineData("'optimize_rewrite_data_file_threshold'='50'", "less than 50")]
    [InlineData("'optimize_rewrite_delete_file_threshold'='0'", "at least 1")]
    [InlineData("'optimize_rewrite_min_data_file_size_bytes'='10737418240'", "less than 10737418240")]
    [InlineData("'optimize_rewrite_min_data_file_size_bytes'='536870912'", "less than write_target_data_file_size_bytes")]
    [InlineData("'optimize_rewrite_max_data_file_size_bytes'='1000', 'write_target_data_file_size_bytes'='1000'", "greater than write_target_data_file_size_bytes")]
    [InlineData("'write_target_data_file_size_bytes'='0'", "at least 1")]
    [InlineData("'vacuum_min_snapshots_to_keep'='0'", "at least 1")]
    [InlineData("'vacuum_max_metadata_files_to_keep'='many'", "whole number")]
    [InlineData("'comment'='mine'", "Unsupported table property key: comment")]
    public async Task Properties_that_the_guide_does_not_allow_are_refused(string properties, string part)
    {
        Assert.Contains(part, await _host.FailureOfAsync($"CREATE TABLE t (a int) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG', {properties})"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orc", "lz4")]
    [InlineData("orc", "zlib")]
    [InlineData("orc", "none")]
    [InlineData("avro", "snappy")]
    [InlineData("avro", "gzip")]
    [InlineData("avro", "none")]
    [InlineData("parquet", "gzip")]
    [InlineData("parquet", "none")]
    public async Task Codecs_are_those_of_the_tables_format(string format, string codec)
    {
        await RunAsync($"CREATE TABLE t (a int, b string) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG', 'format'='{format}', 'write_compression'='{codec}')");
        await RunAsync("INSERT INTO t VALUES (1, 'one')");

        Assert.Equal("1|one", await TableAsync("SELECT * FROM t"));
        Assert.Equal(codec is "none" && format is "parquet" ? "uncompressed" : codec, await LinesAsync("SHOW TBLPROPERTIES t ('write_compression')"));
    }

    [Fact]
    public async Task A_table_that_changes_its_format_is_read_in_both()
    {
        await RunAsync("CREATE TABLE t (a int) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG', 'write_compression'='gzip')");
        await RunAsync("INSERT INTO t VALUES 1");
        await RunAsync("ALTER TABLE t SET TBLPROPERTIES ('format'='avro')");
        await RunAsync("INSERT INTO t VALUES 2");
        await RunAsync("ALTER TABLE t SET TBLPROPERTIES ('format'='orc')");
        await RunAsync("INSERT INTO t VALUES 3");

        Assert.Equal("1|PARQUET\n2|AVRO\n3|ORC", await TableAsync("SELECT a, file_format FROM t JOIN \"t$files\" ON \"$path\" = file_path ORDER BY a"));
        Assert.Equal("table_type\ticeberg\nwrite_compression\tgzip\nformat\tavro", await LinesAfterAsync("ALTER TABLE t SET TBLPROPERTIES ('format'='avro')", "SHOW TBLPROPERTIES t"));
        Assert.Equal("zstd", await LinesAfterAsync("ALTER TABLE t SET TBLPROPERTIES ('format'='orc')", "SHOW TBLPROPERTIES t ('write_compression')"));
        Assert.Equal("Table db.t does not have property: vacuum_min_snapshots_to_keep", await LinesAsync("SHOW TBLPROPERTIES t ('vacuum_min_snapshots_to_keep')"));
        var described = await LinesAsync("DESCRIBE FORMATTED t");
        Assert.Contains("s3://lake/t", described, StringComparison.Ordinal);
        Assert.Matches(@"write_compression\s+zstd", described);
    }

    [Theory]
    [InlineData("tinyint")]
    [InlineData("smallint")]
    [InlineData("char(3)")]
    [InlineData("array<smallint>")]
    [InlineData("struct<x:int,y:map<string,tinyint>>")]
    public async Task Types_that_the_guide_does_not_list_are_refused_in_definitions(string type)
    {
        Assert.StartsWith("NOT_SUPPORTED: Type not supported for Iceberg: ", await _host.FailureOfAsync($"CREATE TABLE t (a {type}) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')"), StringComparison.Ordinal);
        await RunAsync("CREATE TABLE t (b int) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')");
        Assert.StartsWith("NOT_SUPPORTED: Type not supported for Iceberg: ", await _host.FailureOfAsync($"ALTER TABLE t ADD COLUMNS (a {type})"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Definitions_that_make_no_sense_are_refused_in_words()
    {
        Assert.Contains("External keyword not supported for table type ICEBERG", await _host.FailureOfAsync("CREATE EXTERNAL TABLE t (a int) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')"), StringComparison.Ordinal);
        Assert.Contains("Field name 'x' specified more than once", await _host.FailureOfAsync("CREATE TABLE t (a array<struct<x:int,X:int>>) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')"), StringComparison.Ordinal);
        Assert.Contains("redundant", await _host.FailureOfAsync("CREATE TABLE t (a timestamp) PARTITIONED BY (day(a), hour(a)) LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')"), StringComparison.Ordinal);
        Assert.Equal(
            "INVALID_TABLE_PROPERTY: Unsupported table property key: partitioned_by",
            await _host.FailureOfAsync("CREATE TABLE t WITH (table_type='ICEBERG', is_external=false, location='s3://lake/u/', partitioned_by=ARRAY['a']) AS SELECT 1 AS a"));
        foreach (var partitioning in new[] { "day(a", "day()", "bucket(a b, 3)", "a, b", "x y" })
        {
            Assert.Equal(
                $"INVALID_TABLE_PROPERTY: Unable to parse partitioning value: {partitioning}",
                await _host.FailureOfAsync($"CREATE TABLE t WITH (table_type='ICEBERG', is_external=false, location='s3://lake/u/', partitioning=ARRAY['{partitioning}']) AS SELECT current_timestamp AS a"));
        }
    }

    [Fact]
    public async Task Fields_of_structs_elements_and_values_are_added_dropped_widened_and_moved()
    {
        await RunAsync("""
            CREATE TABLE t (id int, s struct<a:int,b:string,deep:struct<x:float>>, l array<struct<p:int>>, m map<string,int>, n array<int>)
            LOCATION 's3://lake/t' TBLPROPERTIES ('table_type'='ICEBERG')
            """);
        await RunAsync("INSERT INTO t VALUES (1, ROW(1, 'one', ROW(REAL '1.5')), ARRAY[ROW(7)], MAP(ARRAY['k'], ARRAY[1]), ARRAY[1, NULL])");
        await RunAsync("ALTER TABLE t CHANGE COLUMN s s struct<deep:struct<x:double,y:date>,a:bigint,c:array<int>>");
        await RunAsync("ALTER TABLE t CHANGE l l array<struct<q:string,p:bigint>>");
        await RunAsync("ALTER TABLE t CHANGE m m map<string,bigint>");
        await RunAsync("ALTER TABLE t CHANGE n n array<bigint>");
        await RunAsync("INSERT INTO t VALUES (2, ROW(ROW(2.5, DATE '2024-05-06'), 3000000000, ARRAY[4]), ARRAY[ROW('q', 8)], MAP(ARRAY['k'], ARRAY[3000000000]), ARRAY[3000000000])");

        Assert.Equal(
            "1|{deep={x=1.5, y=null}, a=1, c=null}|[{q=null, p=7}]|{k=1}|[1, null]\n"
            + "2|{deep={x=2.5, y=2024-05-06}, a=3000000000, c=[4]}|[{q=q, p=8}]|{k=3000000000}|[3000000000]",
            await TableAsync("SELECT * FROM t ORDER BY id"));
        Assert.Equal("2", await TableAsync("SELECT id FROM t WHERE s.a > 5 AND s.deep.y IS NOT NULL"));
        await RunAsync("ALTER TABLE t CHANGE s s struct<a:bigint,b:string>");
        Assert.Equal("{a=1, b=null}\n{a=3000000000, b=null}", await TableAsync("SELECT s FROM t ORDER BY id"));
        Assert.Contains("cannot change", await _host.FailureOfAsync("ALTER TABLE t CHANGE s s struct<a:int,b:string>"), StringComparison.Ordinal);
        Assert.Contains("cannot change", await _host.FailureOfAsync("ALTER TABLE t CHANGE s s string"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CTAS_takes_the_types_of_queries()
    {
        await RunAsync("""
            CREATE TABLE c WITH (table_type='ICEBERG', is_external=false, location='s3://lake/c/', format='ORC', write_compression='LZ4', vacuum_max_snapshot_age_seconds=100,
            partitioning=ARRAY['bucket("order, key", 4)', 'truncate(2, name)', '"at.city"'])
            AS SELECT 5 AS "order, key", 'alpha' AS name, CAST(ROW('Ulm') AS ROW(city varchar)) AS at, VARCHAR 'x ' AS code, TINYINT '3' AS t
            """);

        Assert.Equal("5|alpha|{city=Ulm}|x |3", await TableAsync("SELECT * FROM c"));
        Assert.Equal("integer|varchar|integer", await TableAsync("SELECT typeof(\"order, key\"), typeof(code), typeof(t) FROM c"));
        Assert.Equal("al|Ulm", await TableAsync("SELECT partition.name_trunc, partition.\"at.city\" FROM \"c$files\""));
        Assert.Equal(
            "NOT_SUPPORTED: Type not supported for Iceberg: char(1) (column c)",
            await _host.FailureOfAsync("CREATE TABLE d WITH (table_type='ICEBERG', is_external=false, location='s3://lake/d/') AS SELECT CHAR 'x' AS c"));
        Assert.Equal("100", await LinesAsync("SHOW TBLPROPERTIES c ('vacuum_max_snapshot_age_seconds')"));
    }

    private async Task<string> LinesAfterAsync(string first, string sql)
    {
        await RunAsync(first);
        return await LinesAsync(sql);
    }

    private async Task<string> LinesAsync(string sql) => string.Join('\n', (await _host.RowsAsync(sql)).Select(row => row[0]!.TrimEnd()));

    /// <summary>Values between bars, rows between line ends, NULL as a tilde.</summary>
    private async Task<string> TableAsync(string sql) =>
        string.Join('\n', (await _host.RowsAsync(sql)).Skip(1).Select(row => string.Join('|', row.Select(value => value ?? "~"))));

    private async Task RunAsync(string sql)
    {
        var execution = await _host.EndOfAsync(sql);
        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
    }
}
