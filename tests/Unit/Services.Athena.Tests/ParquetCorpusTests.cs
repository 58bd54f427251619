using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Parquet;
using Weir.Services.Athena.Queries;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>The Parquet project's own files, valid and broken, through a table that declares what is in them.</summary>
[Trait("feature", "athena.formats")]
public sealed class ParquetCorpusTests : IDisposable
{
    /// <summary>What is damaged, or too large: refused in words.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["large_string_map.brotli.parquet"] = "1073741828 when decompressed", // one value of a gigabyte
        ["datapage_v1-corrupt-checksum.parquet"] = "whose checksum is wrong",
        ["rle-dict-uncompressed-corrupt-checksum.parquet"] = "whose checksum is wrong",
        ["PARQUET-1481.parquet"] = "the unknown type",
        ["ARROW-RS-GH-6229-DICTHEADER.parquet"] = "outside of the file",
        ["ARROW-RS-GH-6229-LEVELS.parquet"] = "a page of 21 values where 1 are left",
        ["ARROW-GH-41317.parquet"] = "column time",
        ["ARROW-GH-41321.parquet"] = "levels", // of two columns: which is met first depends on the threads
        ["ARROW-GH-45185.parquet"] = "begins in the middle of a row",
        ["ARROW-GH-47662.parquet"] = "ends in the middle of its values",
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
                Assert.True(error?.StartsWith("HIVE_BAD_DATA: Malformed Parquet file. ", StringComparison.Ordinal), $"{name}: {error}");
                Assert.True(error!.Contains(reason, StringComparison.Ordinal), $"{name}: {error}");
                Assert.Contains("s3://lake/t/f.parquet", error);
            }
            else
            {
                Assert.True(error is null, $"{name}: {error}");
                Assert.Equal((name, ParquetFooter.Read(new MemoryBytes(File.ReadAllBytes(file))).Rows), (name, rows));
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
        Assert.Equal([1704141296123456, 1704070800000000, 253402225200000000, 1735599600000000, null, 9089380393200000000], rows.Select(row => (long?)row[0]));
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
            var parquet = Described(file);
            var columns = string.Join(";", Enumerable.Range(0, parquet?.ColumnCount ?? 1).Where(at => parquet?.Type(at).Kind != DuckKind.Time).Select(at =>
                parquet is null ? "a int" : $"{parquet.Name(at).Replace(' ', '_').ToLowerInvariant()} {Hive(parquet.Type(at))}"));
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

    /// <summary>Null where the file's own types cannot be told.</summary>
    private static ParquetFile? Described(string file)
    {
        try
        {
            var parquet = ParquetFile.Open(() => new DiskBytes(file));
            _ = Enumerable.Range(0, parquet.ColumnCount).Select(at => parquet.Type(at)).ToArray();
            return parquet;
        }
        catch (Engines.Formats.FormatException)
        {
            return null;
        }
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
