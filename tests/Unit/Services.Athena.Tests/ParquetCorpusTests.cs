using Weir.Engines.DuckDb;
using Weir.Services.Athena.Queries;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>The Parquet project's own files, valid and broken, through a table that declares what is in them.</summary>
[Trait("feature", "athena.formats")]
public sealed class ParquetCorpusTests : IDisposable
{
    /// <summary>What the engine's reader has no code for: the files are refused, not misread.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["byte_stream_split_extended.gzip.parquet"] = "BYTE_STREAM_SPLIT",
        ["hadoop_lz4_compressed.parquet"] = "LZ4",
        ["hadoop_lz4_compressed_larger.parquet"] = "LZ4",
        ["non_hadoop_lz4_compressed.parquet"] = "LZ4",
        ["map_no_value.parquet"] = "MAP_KEY_VALUE",
        ["large_string_map.brotli.parquet"] = "EXCEEDED_MEMORY_LIMIT", // one value of 2 GB
        ["PARQUET-1481.parquet"] = "Invalid data",
        ["ARROW-RS-GH-6229-DICTHEADER.parquet"] = "Invalid data",
        ["ARROW-GH-41317.parquet"] = "eoparquet",
        ["ARROW-GH-41321.parquet"] = "eoparquet",
        ["ARROW-GH-47662.parquet"] = "Out of buffer",
    };

    private readonly ScanHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("data", 64)]
    [InlineData("bad_data", 8)]
    public async Task Every_file_is_read_or_refused_by_name(string folder, int count)
    {
        var files = Directory.GetFiles(Repository.SharedData("formats", "parquet", folder), "*.parquet");
        Assert.True(files.Length >= count, $"{files.Length} files");
        foreach (var file in files)
        {
            var name = Path.GetFileName(file);
            var (rows, error) = await TryAsync(file);
            if (Refused.TryGetValue(name, out var reason))
            {
                Assert.Contains(reason, error);
            }
            else
            {
                Assert.True(error is null, $"{name}: {error}");
                Assert.Equal((name, Count(file)), (name, rows));
            }
        }
    }

    [Theory]
    [InlineData("delta_binary_packed", "bitwidth0 bigint;bitwidth1 bigint;bitwidth33 bigint;bitwidth64 bigint;int_value int")]
    [InlineData("delta_byte_array", "c_customer_id string;c_salutation string;c_first_name string;c_birth_country string")]
    [InlineData("delta_encoding_optional_column", "c_customer_sk bigint;c_birth_year bigint;c_email_address string")]
    [InlineData("delta_encoding_required_column", "c_customer_sk: int;c_birth_year: int;c_email_address: string")]
    public async Task Delta_encodings_give_the_expected_rows(string name, string columns)
    {
        _host.Objects.Put("lake", "t/f.parquet", File.ReadAllBytes(Repository.SharedData("formats", "parquet", "data", name + ".parquet")));
        var names = columns.Split(';').Select(column => column.Split(' ')[0]).ToArray();
        var expected = Repository.SharedData("formats", "parquet", "data", name + "_expect.csv");
        var copy = Path.Combine(_host.Objects.Directory, "expected.csv");
        File.Copy(expected, copy);
        using var result = _host.Connection.Query($"SELECT * FROM read_csv('{copy}', all_varchar = true, header = true)");
        var places = names.Select(column => result.Columns.Index().First(field => field.Item.Name.TrimEnd(':').Equals(column.TrimEnd(':'), StringComparison.OrdinalIgnoreCase)).Index).ToArray();
        var wanted = new List<string>();
        while (result.NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                wanted.Add(string.Join('|', places.Select(place => chunk[place].Read(row) ?? "")));
            }
        }

        var rows = await _host.RowsAsync(ScanHost.Table(ScanHost.Parquet, columns), "* FROM t");
        Assert.Equal(wanted, rows.Select(row => string.Join('|', row.Select(value => value ?? ""))));
    }

    [Fact]
    public async Task Int96_timestamps_are_times()
    {
        _host.Objects.Put("lake", "t/f.parquet", File.ReadAllBytes(Repository.SharedData("formats", "parquet", "data", "int96_from_spark.parquet")));
        var rows = await _host.RowsAsync(ScanHost.Table(ScanHost.Parquet, "a timestamp"), "epoch_us(a) FROM t");
        Assert.Equal([1704141296123456, 1704070800000000, 253402225200000000, 1735599600000000, null], rows.Take(5).Select(row => (long?)row[0]));
    }

    [Fact]
    public async Task Columns_are_matched_by_place_where_the_table_says_so()
    {
        _host.PutParquet("t/a.parquet", "SELECT 1 AS x, 'one' AS y");
        _host.PutParquet("t/b.parquet", "SELECT 2::BIGINT AS p, 'two' AS q, true AS r");
        _host.PutParquet("t/c.parquet", "SELECT 3 AS x, 'three' AS y");
        var table = ScanHost.Table(ScanHost.Parquet, "id bigint; name string; flag boolean", "dt string", ("parquet.column.index.access", "true"));
        var rows = await _host.RowsAsync(table with { PartitionKeys = [] }, "* FROM t ORDER BY id");
        Assert.Equal([[1L, "one", null], [2L, "two", true], [3L, "three", null]], rows);
    }

    [Fact]
    public async Task Partitions_may_declare_narrower_types_and_are_refused_with_others()
    {
        var table = ScanHost.Table(ScanHost.Parquet, "id bigint; name string", "dt string");
        _host.PutParquet("t/dt=1/a.parquet", "SELECT 1::INTEGER AS id, 7::INTEGER AS name");
        _host.PutParquet("t/dt=2/a.parquet", "SELECT 2::BIGINT AS id, 'two' AS name");
        await _host.AddPartitionAsync(table, [new("id", "int"), new("name", "int")], "1");
        await _host.AddPartitionAsync(table, "2");
        Assert.Equal([[1L, "7", "1"], [2L, "two", "2"]], await _host.RowsAsync(table, "* FROM t ORDER BY id"));

        await _host.AddPartitionAsync(table, [new("id", "boolean"), new("name", "string")], "3");
        _host.PutParquet("t/dt=3/a.parquet", "SELECT true AS id, 'x' AS name");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(table, "* FROM t"));
        Assert.Equal(
            "HIVE_PARTITION_SCHEMA_MISMATCH: There is a mismatch between the table and partition schemas. The types are incompatible and cannot be coerced. "
            + "The column 'id' in table 'db.t' is declared as type 'bigint', but partition 'dt=3' declared column 'id' as type 'boolean'.", failure.Message);
    }

    private async Task<(long Rows, string? Error)> TryAsync(string file)
    {
        _host.Objects.Put("lake", "t/f.parquet", File.ReadAllBytes(file));
        try
        {
            var copy = Copy(file);
            using var described = _host.Connection.Query($"SELECT * FROM read_parquet('{copy}') LIMIT 0");
            var columns = string.Join(";", described.Columns.Select(column => $"{column.Name.Replace(' ', '_').ToLowerInvariant()} {Hive(column.Type)}"));
            var rows = await _host.RowsAsync(ScanHost.Table(ScanHost.Parquet, columns), "count(*), bit_xor(hash(COLUMNS(*))) FROM t");
            return ((long)rows[0][0]!, null);
        }
        catch (QueryFailure error)
        {
            return (0, error.Message);
        }
        catch (DuckException error)
        {
            return (0, error.Message);
        }
    }

    private long Count(string file)
    {
        var copy = Copy(file);
        using var result = _host.Connection.Query($"SELECT count(*) FROM read_parquet('{copy}')");
        return result.NextChunk()![0].Values<long>()[0];
    }

    private string Copy(string file)
    {
        var copy = Path.Combine(_host.Objects.Directory, "copy.parquet");
        File.Delete(copy);
        File.Copy(file, copy);
        return copy;
    }

    private static string Hive(DuckType type) => type.Kind switch
    {
        DuckKind.Varchar => "string",
        DuckKind.Blob => "binary",
        DuckKind.Integer or DuckKind.USmallInt => "int",
        DuckKind.BigInt or DuckKind.UInteger => "bigint",
        DuckKind.UBigInt => "decimal(20,0)",
        DuckKind.UTinyInt => "smallint",
        DuckKind.List => $"array<{Hive(type.Element!)}>",
        DuckKind.Map => $"map<{Hive(type.Fields[0].Type)},{Hive(type.Fields[1].Type)}>",
        DuckKind.Struct => $"struct<{string.Join(",", type.Fields.Select(field => $"{field.Name}:{Hive(field.Type)}"))}>",
        DuckKind.Decimal => $"decimal({type.Width},{type.Scale})",
        DuckKind.TimestampTz or DuckKind.TimestampNanos => "timestamp",
        _ => type.ToString().ToLowerInvariant(),
    };
}
