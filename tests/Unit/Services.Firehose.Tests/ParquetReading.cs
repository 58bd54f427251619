using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Orc;

namespace Weir.Services.Firehose.Tests;

/// <summary>Reads Parquet and ORC bytes back, through the engine, as text.</summary>
internal static class ParquetReading
{
    public static List<string> Rows(string folder, byte[] parquet, params string[] columns)
    {
        var path = Path.Combine(folder, "read.parquet");
        File.WriteAllBytes(path, parquet);
        using var database = DuckDatabase.Open(new DuckOptions { Threads = 1, Directories = [folder] });
        using var connection = database.Connect();
        return Rows(connection, $"read_parquet({DuckSql.Text(path)})", columns);
    }

    public static List<string> OrcRows(byte[] orc, params string[] columns)
    {
        using var database = DuckDatabase.Open(new DuckOptions { Threads = 1 });
        using var connection = database.Connect();
        using var scan = database.Scans.Add(OrcTable.Of(OrcFile.Open(() => new MemoryBytes(orc), new()), "orc"));
        return Rows(connection, scan.ToString(), columns);
    }

    private static List<string> Rows(DuckConnection connection, string from, string[] columns)
    {
        var list = string.Join(" || '|' || ", columns.Select(column => $"coalesce({DuckSql.Name(column)}::VARCHAR, '')"));
        using var result = connection.Query($"SELECT {list} FROM {from}");
        var rows = new List<string>();
        while (result.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                rows.AddRange(Enumerable.Range(0, chunk.RowCount).Select(row => chunk[0].Text(row)));
            }
        }

        return rows;
    }
}
