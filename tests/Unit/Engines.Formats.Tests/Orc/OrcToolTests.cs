using System.Text;
using System.Text.Json;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Orc;
using Weir.Tests.Support;

namespace Weir.Engines.Formats.Tests.Orc;

/// <summary>What we write, the ORC project's own C++ reader (<c>orc-contents</c>) reads. Skipped where that is not installed.</summary>
[Trait("feature", "athena.formats")]
public sealed class OrcToolTests : IDisposable
{
    private readonly DuckDatabase _database = DuckDatabase.Open(new() { Threads = 1 });
    private readonly DuckConnection _connection;
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-orc-").FullName;

    public OrcToolTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(OrcCodec.None, 100_000, 1_000)]
    [InlineData(OrcCodec.Zlib, 64 << 20, 10_000)]
    [InlineData(OrcCodec.Snappy, 200_000, 700)]
    [InlineData(OrcCodec.Lz4, 64 << 20, 3_000)]
    [InlineData(OrcCodec.Zstd, 300_000, 10_000)]
    public void Another_reader_finds_the_same_rows(OrcCodec codec, long stripeBytes, int stride)
    {
        const string Rows = """
            SELECT i AS id, CASE WHEN i % 7 <> 0 THEN i % 3 = 0 END AS flag, CASE WHEN i % 5 <> 0 THEN CAST(i % 100 - 50 AS TINYINT) END AS tiny,
                CASE WHEN i % 2 = 0 THEN CAST(hash(i) >> 1 AS BIGINT) * (CASE WHEN i % 4 = 0 THEN -1 ELSE 1 END) ELSE 7 END AS big,
                CAST(i AS DOUBLE) / 4 AS real, CASE WHEN i % 3 <> 0 THEN 'group ' || (i % 40) END AS word, 'row ' || hash(i) AS text,
                CAST(DATE '1970-01-01' + CAST(i % 40000 - 20000 AS INTEGER) AS DATE) AS day,
                TIMESTAMP '2024-01-01 00:00:00' + to_milliseconds(i * 86400123) AS moment,
                CASE WHEN i % 9 <> 0 THEN CAST(CAST(i AS HUGEINT) * 123456789012345678901 AS DECIMAL(38, 10)) END AS price,
                CASE WHEN i % 8 <> 0 THEN list_transform(range(i % 5), lambda x: CASE WHEN x <> 2 THEN x + i END) END AS list,
                CASE WHEN i % 10 <> 0 THEN {'a': i, 'b': CASE WHEN i % 3 <> 0 THEN 's' || i END} END AS item
            FROM range(6000) t(i)
            """;
        var path = Path.Combine(_folder, "x.orc");
        Write(Rows, path, new() { Codec = codec, StripeBytes = stripeBytes, RowIndexStride = stride });

        var lines = Encoding.UTF8.GetString(Tool.Run("orc-contents", [], path)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        using var result = _connection.Query($"SELECT to_json(t) FROM (SELECT * REPLACE (CAST(price AS VARCHAR) AS price) FROM ({Rows})) t");
        var at = 0;
        while (result.NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++, at++)
            {
                using var found = JsonDocument.Parse(lines[at]);
                using var wanted = JsonDocument.Parse(chunk[0].Text(row));
                Assert.Equal(Text(wanted.RootElement), Text(found.RootElement));
            }
        }

        Assert.Equal(lines.Length, at);
    }

    private void Write(string sql, string path, OrcWriteOptions options)
    {
        using var output = DiskBytes.Create(path);
        using var result = _connection.Query(sql);
        var writer = new OrcFileWriter(output, result.Columns, options);
        while (result.NextChunk() is { } chunk)
        {
            writer.Write(chunk);
        }

        writer.Finish();
    }

    /// <summary>Both print numbers and times in their own ways: zeros at the end of a fraction mean nothing.</summary>
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(",", value.EnumerateObject().Select(part => $"{part.Name}:{Text(part.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(",", value.EnumerateArray().Select(Text))}]",
        JsonValueKind.Null => "null",
        _ when value.ToString() is var text && text.Contains('.', StringComparison.Ordinal) => text.TrimEnd('0').TrimEnd('.'),
        _ => value.ToString(),
    };
}
