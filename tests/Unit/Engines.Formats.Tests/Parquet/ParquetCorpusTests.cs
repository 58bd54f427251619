using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Parquet;
using Weir.Tests.Support;

namespace Weir.Engines.Formats.Tests.Parquet;

/// <summary>Files of several projects: where two readers of one file agree, both are right.</summary>
[Trait("feature", "athena.formats")]
public sealed class ParquetCorpusTests : IDisposable
{
    /// <summary>The other reader is wrong (times past 2262 as INT96), says no (texts that are not UTF-8) or takes gigabytes.</summary>
    private static readonly string[] Otherwise = ["int96_from_spark.parquet", "invalid.parquet", "large_string_map.brotli.parquet"];

    private readonly DuckDatabase _database = DuckDatabase.Open(new() { Threads = 1, Directories = [Repository.SharedData("formats", "parquet")] });
    private readonly DuckConnection _connection;

    public ParquetCorpusTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Both_readers_find_the_same_rows()
    {
        var files = Directory.GetFiles(Repository.SharedData("formats", "parquet"), "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var (same, failures) = (0, new List<string>());
        foreach (var path in files.Where(path => !Otherwise.Contains(Path.GetFileName(path))))
        {
            if (Theirs(path) is not { } theirs)
            {
                continue;
            }

            try
            {
                var ours = Ours(path);
                if (ours != theirs)
                {
                    failures.Add($"{path}: {ours} instead of {theirs}");
                }

                same++;
            }
            catch (Exception error) when (error is FormatException or DuckException)
            {
                if (!error.Message.Contains("checksum", StringComparison.Ordinal) && !path.Contains("bad_data", StringComparison.Ordinal))
                {
                    failures.Add($"{path}: {error.Message}");
                }
            }
        }

        Assert.Empty(failures);
        Assert.True(same > 80, $"{same} files");
    }

    [Theory]
    [InlineData("hadoop_lz4_compressed.parquet", "4|6374419202|abc")]
    [InlineData("non_hadoop_lz4_compressed.parquet", "4|6374419202|abc")]
    public void Old_lz4_is_read_however_it_was_framed(string name, string expected) =>
        Assert.Equal(expected, Query(Data(name), "count(*)::VARCHAR || '|' || sum(c0) || '|' || decode(min(c1))"));

    [Fact]
    public void Streams_of_bytes_are_what_plain_values_are() => Assert.Equal(
        "200", Query(Data("byte_stream_split_extended.gzip.parquet"), "count(*) FILTER (WHERE c6 = c7 AND c8 = c9 AND c10 = c11 AND c12 = c13 AND c0 = c1 AND c4 = c5)::VARCHAR"));

    [Fact]
    public void A_map_without_values_is_a_list_where_it_is_declared_as_one_and_a_map_of_nulls_otherwise()
    {
        var path = Data("map_no_value.parquet");
        Assert.Equal("[1, 2, 3]", Query(path, "min(c1)::VARCHAR"));
        Assert.Equal("{1=NULL, 2=NULL, 3=NULL}", Query(path, "min(c1)::VARCHAR", at => at == 1 ? HiveTypes.Parse("map<int,int>") : null));
    }

    [Fact]
    public void Fields_of_structs_are_found_by_name_and_others_are_null()
    {
        var path = Data("nonnullable.impala.parquet");
        Assert.Equal("{'b': [-1], 'new': NULL, 'c': {'d': [[{'f': nonnullable}]]}}", Query(path, "c5::VARCHAR", at =>
            at == 5 ? HiveTypes.Parse("struct<b:array<int>,new:string,c:struct<d:array<array<struct<f:string>>>>>") : null));
    }

    private static string Data(string name) => Repository.SharedData("formats", "parquet", "data", name);

    private string? Theirs(string path)
    {
        try
        {
            using var shape = _connection.Query($"SELECT * FROM read_parquet({DuckSql.Text(path)}, hive_partitioning = false) LIMIT 0");
            var names = shape.Columns.Select((column, at) => $"c{at}").ToArray();
            return Hash($"(SELECT * FROM read_parquet({DuckSql.Text(path)}, hive_partitioning = false)) AS t({string.Join(", ", names)})", names, shape.Columns);
        }
        catch (DuckException)
        {
            return null;
        }
    }

    private string Ours(string path)
    {
        var (table, fields) = Table(path, _ => null);
        using var scan = _database.Scans.Add(table);
        return Hash(scan.ToString(), [.. fields.Select(field => field.Name)], fields);
    }

    private string Query(string path, string what, Func<int, DuckType?>? declared = null)
    {
        using var scan = _database.Scans.Add(Table(path, declared ?? (_ => null)).Table);
        using var result = _connection.Query($"SELECT {what} FROM {scan}");
        return (string)result.NextChunk()![0].Read(0)!;
    }

    private static (ParquetTable Table, DuckField[] Fields) Table(string path, Func<int, DuckType?> declared)
    {
        var file = ParquetFile.Open(() => new DiskBytes(path));
        DuckField[] fields = [.. Enumerable.Range(0, file.ColumnCount).Select(at => new DuckField($"c{at}", file.Type(at, declared(at))))];
        return (new(
            fields, [.. fields.Select((_, at) => declared(at))], "weir_file",
            [new(file, path, [.. Enumerable.Range(0, file.ColumnCount)], 0, [.. Enumerable.Range(0, file.Footer.RowGroups.Count)])]), fields);
    }

    /// <summary>All values in their order. Times have a zone for one reader alone.</summary>
    private string Hash(string from, string[] names, IReadOnlyList<DuckField> fields)
    {
        var values = names.Select((name, at) => $"replace(replace({name}::VARCHAR, '+00', ''), ' ', '')");
        using var result = _connection.Query($"SELECT count(*), sum(hash(x) * (n % 1000 + 1) % 1000003)::VARCHAR FROM (SELECT row_number() OVER () AS n, concat_ws('|', {string.Join(", ", values)}) AS x FROM {from})");
        var chunk = result.NextChunk()!;
        return $"{chunk[0].Read(0)} rows of {fields.Count} columns: {chunk[1].Read(0)}";
    }
}
