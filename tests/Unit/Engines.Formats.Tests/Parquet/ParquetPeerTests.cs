using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Parquet;

namespace Weir.Engines.Formats.Tests.Parquet;

/// <summary>Files that DuckDB wrote, read by it and by us: the same rows, in the same order.</summary>
[Trait("feature", "athena.formats")]
public sealed class ParquetPeerTests : IDisposable
{
    /// <summary>Columns that codecs find hard and easy, with NULLs, dictionaries, long runs and texts that share beginnings.</summary>
    private const string Rows = """
        SELECT i, CAST(hash(i) AS UBIGINT) AS noise, CAST(i // 1000 AS INTEGER) AS runs, CASE WHEN hash(i) % 3 <> 0 THEN CAST(hash(i) % 97 AS SMALLINT) END AS few,
            CAST(hash(i) % 1000003 AS DOUBLE) / 7 AS ratio, CAST(CAST(hash(i) % 100000 AS BIGINT) / 100 AS DECIMAL(25, 2)) AS price,
            'category ' || (hash(i) % 40) AS category, CASE WHEN hash(i) % 5 > 0 THEN repeat(chr(CAST(97 + i % 26 AS INTEGER)), CAST(hash(i) % 70 AS INTEGER)) || hash(i) END AS note,
            repeat('0123456789abcdef', CAST(i % 40 AS INTEGER)) AS pattern, '한글 ' || (i % 300) AS korean,
            [hash(i + x) % 9 FOR x IN range(CAST(hash(i) % 5 AS BIGINT)) IF x <> 2] AS list, {'a': i % 3, 'b': CASE WHEN i % 4 > 0 THEN 'x' || (i % 8) END} AS item,
            TIMESTAMP '2026-01-01' + to_seconds(i) AS moment, i % 7 = 0 AS flag
        FROM range(20000) t(i)
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("weir-parquet-").FullName;
    private readonly DuckDatabase _database;
    private readonly DuckConnection _connection;

    public ParquetPeerTests()
    {
        _database = DuckDatabase.Open(new() { Threads = 1, Directories = [_folder] });
        _connection = _database.Connect();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("uncompressed", null, 1)]
    [InlineData("uncompressed", null, 2)]
    [InlineData("snappy", null, 1)]
    [InlineData("gzip", null, 1)]
    [InlineData("brotli", null, 1)]
    [InlineData("lz4_raw", null, 1)]
    [InlineData("zstd", 1, 2)]
    [InlineData("zstd", 3, 1)]
    [InlineData("zstd", 12, 1)]
    [InlineData("zstd", 19, 1)]
    public void A_file_of_every_codec_has_the_same_rows(string codec, int? level, int version)
    {
        var path = Path.Combine(_folder, "rows.parquet");
        var more = level is null ? "" : string.Create(CultureInfo.InvariantCulture, $", COMPRESSION_LEVEL {level}");
        _connection.Execute($"COPY ({Rows}) TO {DuckSql.Text(path)} (FORMAT parquet, CODEC {codec}{more}, PARQUET_VERSION v{version}, ROW_GROUP_SIZE 8192)");

        using var scan = _database.Scans.Add(ParquetTable.Of(ParquetFile.Open(() => new DiskBytes(path)), path));
        var theirs = $"SELECT row_number() OVER () AS n, * FROM read_parquet({DuckSql.Text(path)})";
        var ours = $"SELECT row_number() OVER () AS n, * EXCLUDE (weir_file, weir_row) FROM {scan}";

        Assert.Equal("20000 0 0", Text($"""
            SELECT (SELECT count(*) FROM ({ours})) || ' ' || (SELECT count(*) FROM ({theirs} EXCEPT ALL {ours})) || ' ' || (SELECT count(*) FROM ({ours} EXCEPT ALL {theirs}))
            """));
    }

    private string? Text(string sql)
    {
        using var result = _connection.Query(sql);
        using var chunk = result.NextChunk();
        return (string?)chunk?[0].Read(0);
    }
}
