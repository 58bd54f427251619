using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Parquet;

namespace Weir.Bench.Formats;

/// <summary>
/// Our Parquet reader, which reads what DuckDB's does not or reads otherwise, beside DuckDB's on files that both read: decoded megabytes for each second of
/// processor time. Files are DuckDB's; the columns are those of <see cref="OrcBench"/>.
/// </summary>
internal static class ParquetBench
{
    public static void Run(long rows)
    {
        Run(100_000, TextWriter.Null);
        Run(rows, Console.Out);
    }

    private static void Run(long rows, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("weir-bench-parquet-").FullName;
        try
        {
            using var database = DuckDatabase.Open(new() { Threads = 1, Directories = [folder] });
            using var connection = database.Connect();
            foreach (var (name, expression, bytesEach) in OrcBench.Columns)
            {
                var figures = new List<string>();
                foreach (var codec in new[] { "uncompressed", "snappy", "zstd" })
                {
                    var path = Path.Combine(folder, codec);
                    connection.Execute($"COPY (SELECT {expression} AS x FROM range({rows}) t(i)) TO {DuckSql.Text(path)} (FORMAT parquet, COMPRESSION {codec})");
                    using var scan = database.Scans.Add(ParquetTable.Of(ParquetFile.Open(() => new DiskBytes(path)), path));
                    // A bare count would be answered from the footer; an OFFSET has to read, and costs next to nothing.
                    var (ours, theirs) = (Read(scan.ToString()!), Read($"read_parquet({DuckSql.Text(path)})"));
                    figures.Add(string.Create(
                        CultureInfo.InvariantCulture, $"\"{codec}\": {{\"oursMBps\": {ours:F0}, \"duckdbMBps\": {theirs:F0}, \"ratio\": {ours / theirs:F2}}}"));
                    File.Delete(path);
                }

                output.WriteLine($"{{\"what\": \"Parquet: {name}\", \"rows\": {rows}, {string.Join(", ", figures)}}}");

                double Read(string relation) => rows * bytesEach / 1e6 / OrcBench.Best(connection, $"SELECT count(x) FROM (SELECT x FROM {relation} OFFSET 1)");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
