using System.Diagnostics;
using System.Text.Json;
using Weir.Engines.DuckDb;

namespace Weir.Server.Demo;

/// <summary>A CSV, JSON-lines or Parquet file as a stream of JSON objects, one a row; DuckDB finds out its columns.</summary>
internal sealed class ReplayFile : IDisposable
{
    /// <summary>Columns that name the device of a row, the likeliest first.</summary>
    private static readonly string[] DeviceColumns = ["device", "device_id", "sensor", "sensor_id", "station", "vendorid", "id"];

    private static readonly HashSet<string> OwnColumns = ["device", "run", "seq", "ts", "date", "hour"];

    private readonly DuckDatabase _database;
    private readonly DuckConnection _connection;
    private readonly string _select;

    private ReplayFile(DuckDatabase database, DuckConnection connection, string select, string columnsJson)
    {
        _database = database;
        _connection = connection;
        _select = select;
        ColumnsJson = columnsJson;
    }

    /// <summary>The catalog columns of a row beside device, run, seq and ts: <c>[{"Name":…,"Type":…}]</c>.</summary>
    public string ColumnsJson { get; }

    public static ReplayFile Open(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new StartException($"there is no file {full} to replay");
        }

        var database = DuckDatabase.Open(new DuckOptions { Threads = 1, Directories = [Path.GetDirectoryName(full)!] });
        try
        {
            var connection = database.Connect();
            var relation = Relation(full);
            var columns = Describe(connection, relation);
            var device = DeviceColumns.FirstOrDefault(name => columns.Any(column => column.Name == name));
            var fields = columns.Where(column => !OwnColumns.Contains(column.Name)).ToList();
            var packed = string.Join(", ", fields.Select(field =>
                $"{DuckSql.Name(field.Name)} := CAST({DuckSql.Name(field.Source)} AS {field.DuckType})"));
            var named = device is null
                ? "'replay'"
                : $"coalesce(CAST({DuckSql.Name(columns.First(column => column.Name == device).Source)} AS VARCHAR), 'unknown')";
            var select = $"SELECT to_json(struct_pack(device := {named}{(packed.Length > 0 ? ", " + packed : "")})) FROM {relation}";
            return new(database, connection, select, ToJson(fields));
        }
        catch (DuckException failure)
        {
            database.Dispose();
            throw new StartException($"cannot read {full}: {failure.Message}", failure);
        }
    }

    /// <summary>Writes every row as a line, at most <paramref name="rate"/> a second (0: no limit).</summary>
    public async Task WriteToAsync(TextWriter output, int rate, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var written = 0L;
        using var result = _connection.Query(_select, cancellationToken);
        while (result.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    await output.WriteAsync(chunk[0].Text(row).AsMemory(), cancellationToken);
                    await output.WriteAsync("\n".AsMemory(), cancellationToken);
                    written++;
                    if (rate > 0 && TimeSpan.FromSeconds((double)written / rate) - Stopwatch.GetElapsedTime(started) is { TotalMilliseconds: > 15 } early)
                    {
                        await output.FlushAsync(cancellationToken);
                        await Task.Delay(early, cancellationToken);
                    }
                }
            }
        }

        await output.FlushAsync(cancellationToken);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    private static string Relation(string path)
    {
        var bare = Path.GetExtension(path) is ".gz" or ".zst" ? Path.GetFileNameWithoutExtension(path) : path;
        var literal = DuckSql.Text(path);
        return Path.GetExtension(bare).ToLowerInvariant() switch
        {
            ".parquet" => $"read_parquet({literal})",
            ".json" or ".jsonl" or ".ndjson" or ".bulk" => $"read_json({literal}, format='auto')",
            _ => $"read_csv({literal}, ignore_errors=true)",
        };
    }

    private static List<ReplayColumn> Describe(DuckConnection connection, string relation)
    {
        var columns = new List<ReplayColumn>();
        using var result = connection.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {relation})");
        while (result.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    columns.Add(ReplayColumn.Of(chunk[0].Text(row), chunk[1].Text(row), columns));
                }
            }
        }

        return columns;
    }

    private static string ToJson(List<ReplayColumn> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var field in fields)
            {
                json.WriteStartObject();
                json.WriteString("Name", field.Name);
                json.WriteString("Type", field.HiveType);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private sealed record ReplayColumn(string Source, string Name, string DuckType, string HiveType)
    {
        public static ReplayColumn Of(string source, string type, List<ReplayColumn> earlier)
        {
            var letters = source.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : '_');
            var name = new string([.. letters]).Trim('_') is { Length: > 0 } some ? some : "column";
            name = char.IsAsciiDigit(name[0]) ? $"c_{name}" : name;
            while (earlier.Any(column => column.Name == name))
            {
                name += "_";
            }

            var (duck, hive) = type switch
            {
                "BOOLEAN" => ("BOOLEAN", "boolean"),
                "TINYINT" or "SMALLINT" or "INTEGER" or "UTINYINT" or "USMALLINT" => ("INTEGER", "int"),
                "BIGINT" or "UINTEGER" => ("BIGINT", "bigint"),
                "FLOAT" or "DOUBLE" => ("DOUBLE", "double"),
                _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) => ("DOUBLE", "double"),
                _ => ("VARCHAR", "string"),
            };
            return new(source, name, duck, hive);
        }
    }
}
