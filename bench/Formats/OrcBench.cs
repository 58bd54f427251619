using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Orc;

namespace Weir.Bench.Formats;

/// <summary>
/// Decoded megabytes for each second of processor time, which a busy machine does not change: columns of one kind each, written by us, read through DuckDB's vectors by a query that counts
/// them; beside it DuckDB's own Parquet reader on the same rows.
/// </summary>
internal static class OrcBench
{
    private const int Rounds = 5;

    internal static readonly (string Name, string Expression, double BytesEach)[] Columns =
    [
        ("bigint, random", "CAST(hash(i) >> 8 AS BIGINT)", 8),
        ("int, rising", "CAST(i AS INTEGER)", 4),
        ("int, small random", "CAST(hash(i) % 1000 AS INTEGER)", 4),
        ("int, a third NULL", "CASE WHEN hash(i) % 3 <> 0 THEN CAST(hash(i) % 100000 AS INTEGER) END", 4),
        ("double", "CAST(hash(i) AS DOUBLE)", 8),
        ("string, 200 distinct", "'category number ' || (hash(i) % 200)", 19),
        ("string, distinct", "'row number ' || hash(i)", 31),
        ("decimal(18,2)", "CAST(CAST(hash(i) % 1000000000 AS BIGINT) / 100 AS DECIMAL(18, 2))", 8),
        ("timestamp", "TIMESTAMP '2020-01-01' + to_microseconds(CAST(hash(i) % 100000000000000 AS BIGINT))", 8),
        ("array of 4 bigint", "[i, i + 1, i + 2, i + 3]", 32),
    ];

    public static void Run(long rows)
    {
        // Once small and unheard, so that all code is compiled.
        Run(100_000, TextWriter.Null);
        Run(rows, Console.Out);
    }

    private static void Run(long rows, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("weir-bench-orc-").FullName;
        try
        {
            using var database = DuckDatabase.Open(new() { Threads = 1, Directories = [folder] });
            using var connection = database.Connect();
            foreach (var (name, expression, bytesEach) in Columns)
            {
                var figures = new List<string>();
                var same = 0.0;
                foreach (var codec in new[] { OrcCodec.None, OrcCodec.Snappy, OrcCodec.Zstd, OrcCodec.Zlib })
                {
                    var path = Path.Combine(folder, $"{codec}.orc");
                    var started = Environment.CpuUsage.TotalTime;
                    Write(connection, $"SELECT {expression} AS x FROM range({rows}) t(i)", path, codec);
                    var written = rows * bytesEach / 1e6 / (Environment.CpuUsage.TotalTime - started).TotalSeconds;
                    using var scan = database.Scans.Add(OrcTable.Of(OrcFile.Open(() => new DiskBytes(path), new()), path));
                    var read = rows * bytesEach / 1e6 / Best(connection, $"SELECT count(x) FROM {scan}");
                    if (codec == OrcCodec.Snappy)
                    {
                        same = rows * bytesEach / 1e6 / Best(connection, $"SELECT count(x) FROM {scan} WHERE random() >= 0");
                    }

                    figures.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"\"{codec}\": {{\"readMBps\": {read:F0}, \"writeMBps\": {written:F0}, \"fileMB\": {new FileInfo(path).Length / 1e6:F1}}}"));
                    File.Delete(path);
                }

                var parquet = Path.Combine(folder, "x.parquet");
                connection.Execute($"COPY (SELECT {expression} AS x FROM range({rows}) t(i)) TO {DuckSql.Text(parquet)} (FORMAT parquet, COMPRESSION snappy)");
                // A bare count would be answered from the footer: the condition makes it read, and is asked of both.
                var peer = rows * bytesEach / 1e6 / Best(connection, $"SELECT count(x) FROM read_parquet({DuckSql.Text(parquet)}) WHERE random() >= 0");
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{{\"what\": \"{name}\", \"rows\": {rows}, {string.Join(", ", figures)}, \"sameQuery\": {{\"orcSnappyMBps\": {same:F0}, \"duckdbParquetSnappyMBps\": {peer:F0}}}}}"));
                File.Delete(parquet);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(DuckConnection connection, string sql, string path, OrcCodec codec)
    {
        using var output = DiskBytes.Create(path);
        using var result = connection.Query(sql);
        var writer = new OrcFileWriter(output, result.Columns, new() { Codec = codec });
        while (result.NextChunk() is { } chunk)
        {
            writer.Write(chunk);
        }

        writer.Finish();
    }

    internal static double Best(DuckConnection connection, string sql)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Environment.CpuUsage.TotalTime;
            using var result = connection.Query(sql);
            while (result.NextChunk() is not null)
            {
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - started).TotalSeconds);
        }

        return best;
    }
}
