namespace Weir.Engines.DuckDb.Tests;

/// <summary>An instance over a folder of its own.</summary>
public sealed class DuckFixture : IDisposable
{
    public DuckFixture()
    {
        Folder = Directory.CreateTempSubdirectory("weir-duck-").FullName;
        Database = DuckDatabase.Open(Options);
        Connection = Database.Connect();
    }

    public string Folder { get; }

    public DuckOptions Options => new()
    {
        Threads = 2,
        MemoryBytesMax = 256L << 20,
        SpillDirectory = Path.Combine(Folder, "spill"),
        Directories = [Folder],
    };

    public DuckDatabase Database { get; }

    public DuckConnection Connection { get; }

    public string Text(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public object? Scalar(string sql) => Rows(sql)[0][0];

    public List<object?[]> Rows(string sql, params object?[] parameters)
    {
        using var result = Connection.Query(sql, parameters);
        var rows = new List<object?[]>();
        while (result.NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var values = new object?[chunk.ColumnCount];
                for (var column = 0; column < values.Length; column++)
                {
                    values[column] = chunk[column].Read(row);
                }

                rows.Add(values);
            }
        }

        return rows;
    }

    public void Dispose()
    {
        Connection.Dispose();
        Database.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
