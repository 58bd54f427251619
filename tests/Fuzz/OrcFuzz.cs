using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Orc;

namespace Weir.Fuzz;

/// <summary>ORC files that strangers brought: any bytes are rows, or an error in words; never a crash, and never much memory.</summary>
internal static class OrcFuzz
{
    private const string Rows = """
        SELECT i AS id, CASE WHEN i % 3 <> 0 THEN i % 2 = 0 END AS flag, CAST(i % 100 AS TINYINT) AS tiny, CAST(hash(i) >> 9 AS BIGINT) AS big,
            CAST(i AS DOUBLE) / 3 AS real, 'word ' || (i % 5) AS word, 'text ' || hash(i) AS text, encode('b' || i) AS bytes,
            CAST(i AS DECIMAL(30, 4)) AS price, DATE '2020-01-01' + CAST(i AS INTEGER) AS day, TIMESTAMP '1960-01-01 01:02:03.5' + to_hours(i) AS moment,
            [i, NULL, 7] AS list, {'a': i, 'b': [CAST(i AS VARCHAR)]} AS item, MAP {'k': i} AS pairs
        FROM range({0}) t(i)
        """;

    private static readonly DuckDatabase Database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 512L << 20 });
    private static readonly DuckConnection Connection = Database.Connect();

    public static IReadOnlyList<byte[]> Seeds() =>
    [
        Seed(40, new() { Codec = OrcCodec.None, RowIndexStride = 10 }),
        Seed(300, new() { Codec = OrcCodec.None, RowIndexStride = 100 }),
        Seed(200, new() { Codec = OrcCodec.Zlib, BlockBytes = 1024 }),
        Seed(100, new() { Codec = OrcCodec.Snappy, BlockBytes = 512 }),
        Seed(100, new() { Codec = OrcCodec.Lz4, BlockBytes = 512 }),
        Seed(100, new() { Codec = OrcCodec.Zstd, BlockBytes = 2048 }),
    ];

    public static bool Run(byte[] input)
    {
        try
        {
            var file = OrcFile.Open(() => new MemoryBytes(input), new());
            var table = new OrcTable(
                [.. file.Fields.Select((field, at) => new DuckField($"c{at}", field.Type))], "weir_file", [new(file, "s3://b/k", [.. Enumerable.Range(0, file.Fields.Count)], 0)],
                [.. file.Fields.Take(1).Select((_, at) => new OrcRange(at) { Least = 5L, Most = 250L, Values = [5L, 250L] })]);
            using var scan = Database.Scans.Add(table);
            var columns = string.Join(", ", file.Fields.Select((_, at) => $"bit_xor(hash(c{at}))").DefaultIfEmpty("count(*)"));

            // What is well formed may still be long: rows that repeat take few bytes.
            Connection.Query($"SELECT {columns} FROM (SELECT * FROM {scan} LIMIT 4096)").Dispose();
            return true;
        }
        catch (Engines.Formats.FormatException)
        {
            return false;
        }
        catch (DuckException error) when (error.Message.Contains("Malformed ORC file", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static byte[] Seed(int rows, OrcWriteOptions options)
    {
        using var result = Connection.Query(Rows.Replace("{0}", $"{rows}", StringComparison.Ordinal));
        var output = new MemoryStream();
        var writer = new OrcFileWriter(output, result.Columns, options);
        while (result.NextChunk() is { } chunk)
        {
            writer.Write(chunk);
        }

        writer.Finish();
        return output.ToArray();
    }
}
