using Weir.Engines.DuckDb;

namespace Weir.Services.Firehose.Tests;

/// <summary>Reads Parquet bytes back, through the engine, as text.</summary>
internal static class ParquetReading
{
    public static List<string> Rows(string folder, byte[] parquet, params string[] columns)
    {
        var path = Path.Combine(folder, "read.parquet");
        File.WriteAllBytes(path, parquet);
        using var database = DuckDatabase.Open(new DuckOptions { Threads = 1, Directories = [folder] });
        using var connection = database.Connect();
        var list = string.Join(" || '|' || ", columns.Select(column => $"coalesce({DuckSql.Name(column)}::VARCHAR, '')"));
        using var result = connection.Query($"SELECT {list} FROM read_parquet({DuckSql.Text(path)})");
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
