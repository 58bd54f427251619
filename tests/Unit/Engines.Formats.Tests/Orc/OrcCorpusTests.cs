using System.IO.Compression;
using System.Text.Json;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Orc;
using Weir.Tests.Support;

namespace Weir.Engines.Formats.Tests.Orc;

/// <summary>The ORC project's own files with the rows it says they have.</summary>
[Trait("feature", "athena.formats")]
public sealed class OrcCorpusTests : IDisposable
{
    private readonly DuckDatabase _database = DuckDatabase.Open(new() { Threads = 1 });
    private readonly DuckConnection _connection;

    public OrcCorpusTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Fact]
    public void Every_file_has_the_rows_it_is_said_to_have()
    {
        var folder = Repository.SharedData("formats", "orc");
        var files = Directory.GetFiles(folder, "*.orc").Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(files);
        var failures = new List<string>();
        foreach (var path in files)
        {
            try
            {
                Compare(path, Path.Combine(folder, "expected", Path.GetFileNameWithoutExtension(path) + ".jsn.gz"));
            }
            catch (Exception error) when (error is FormatException or DuckException or Mismatch)
            {
                failures.Add($"{Path.GetFileName(path)}: {error.Message}");
            }
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void Every_damaged_file_is_refused_in_words()
    {
        var folder = Repository.SharedData("formats", "orc", "corrupt");
        var files = Directory.GetFiles(folder, "*.orc");
        Assert.NotEmpty(files);
        foreach (var path in files)
        {
            var error = Assert.ThrowsAny<Exception>(() =>
            {
                using var scan = _database.Scans.Add(OrcTable.Of(OrcFile.Open(() => new DiskBytes(path), new()), "s3://b/k"));
                _connection.Query($"SELECT bit_xor(hash(COLUMNS(*))) FROM {scan}").Dispose();
            });
            Assert.True(error is FormatException or DuckException { Kind: DuckErrorKind.InvalidInput }, $"{path}: {error}");
            Assert.False(_connection.IsBroken);
        }
    }

    [Fact]
    public void Only_the_streams_of_the_wanted_columns_are_read()
    {
        var path = Repository.SharedData("formats", "orc", "demo-12-zlib.orc");
        var table = OrcTable.Of(OrcFile.Open(() => new DiskBytes(path), new()), path);
        using var scan = _database.Scans.Add(table);

        Assert.Equal(1_920_800L, One($"SELECT count(*) FROM {scan}"));
        Assert.Equal(0, table.Read.Bytes);
        Assert.Equal(1_844_737_280_400m, Convert.ToDecimal(One($"SELECT CAST(sum(_col0) AS DECIMAL(38,0)) FROM {scan}"), null));
        Assert.InRange(table.Read.Bytes, 1, 25_000);
        Assert.Equal(2L, One($"SELECT count(DISTINCT _col1) FROM {scan}"));
    }

    private object? One(string sql)
    {
        using var result = _connection.Query(sql);
        return result.NextChunk()![0].Read(0) is DuckDecimal number ? decimal.Parse(number.ToString(), null) : Read(sql);
    }

    private object? Read(string sql)
    {
        using var result = _connection.Query(sql);
        return result.NextChunk()![0].Read(0);
    }

    private void Compare(string path, string expected)
    {
        var file = OrcFile.Open(() => new DiskBytes(path), new() { TimestampDigits = 9 });
        if (file.Fields.Count == 0)
        {
            Assert.Equal(0, file.Rows);
            return;
        }

        using var scan = _database.Scans.Add(OrcTable.Of(file, path));
        var names = string.Join(", ", file.Fields.Select(field => DuckSql.Name(field.Name)));
        using var result = _connection.Query($"SELECT {names} FROM {scan}");
        using var lines = File.Exists(expected)
            ? new StreamReader(new GZipStream(File.OpenRead(expected), CompressionMode.Decompress))
            : null;
        var at = 0L;
        while (result.NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++, at++)
            {
                var line = lines?.ReadLine();
                if (lines is not null && line is null)
                {
                    throw new Mismatch($"more rows than the {at} expected");
                }

                using var json = line is null ? null : JsonDocument.Parse(line);
                for (var column = 0; json is not null && column < file.Fields.Count; column++)
                {
                    var wanted = json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.EnumerateObject().ElementAt(column).Value : json.RootElement;
                    var found = Text(chunk[column], row);
                    if (found != Text(wanted, chunk[column].Type))
                    {
                        throw new Mismatch($"row {at}, column {file.Fields[column].Name}: {found} instead of {Text(wanted, chunk[column].Type)}");
                    }
                }
            }
        }

        if (at != file.Rows || lines?.ReadLine() is { Length: > 0 })
        {
            throw new Mismatch($"{at} rows, the footer says {file.Rows}");
        }
    }

    private static string Text(DuckVector vector, int row)
    {
        if (!vector.IsValid(row))
        {
            return "null";
        }

        switch (vector.Type.Kind)
        {
            case DuckKind.List:
                var (start, length) = vector.Range(row);
                var items = new List<string>();
                for (var at = 0; at < length; at++)
                {
                    items.Add(Text(vector.Elements(), start + at));
                }

                return $"[{string.Join(",", items)}]";
            case DuckKind.Map:
                var (from, count) = vector.Range(row);
                var pairs = new List<string>();
                for (var at = 0; at < count; at++)
                {
                    pairs.Add($"{{{Text(vector.Elements().Field(0), from + at)},{Text(vector.Elements().Field(1), from + at)}}}");
                }

                return $"[{string.Join(",", pairs)}]";
            case DuckKind.Struct:
                var fields = new List<string>();
                for (var at = 0; at < vector.Type.Fields.Count; at++)
                {
                    fields.Add(Text(vector.Field(at), row));
                }

                return $"{{{string.Join(",", fields)}}}";
            case DuckKind.Blob:
                return $"[{string.Join(",", vector.Bytes(row).ToArray())}]";
            case DuckKind.Varchar:
                return vector.Text(row);
            case DuckKind.TimestampNanos:
                var nanos = vector.Values<long>()[row];
                var seconds = Math.DivRem(nanos, 1_000_000_000, out var rest);
                (seconds, rest) = rest < 0 ? (seconds - 1, rest + 1_000_000_000) : (seconds, rest);
                var fraction = $"{rest:D9}".TrimEnd('0');
                return $"{DateTime.UnixEpoch.AddSeconds(seconds):yyyy-MM-dd HH:mm:ss}.{(fraction.Length == 0 ? "0" : fraction)}";
            case DuckKind.Date:
                return $"{vector.Read(row):yyyy-MM-dd}";
            case DuckKind.Float:
                return $"{vector.Values<float>()[row]:R}";
            case DuckKind.Double:
                return $"{vector.Values<double>()[row]:R}";
            case DuckKind.Boolean:
                return vector.Values<byte>()[row] != 0 ? "true" : "false";
            case DuckKind.Decimal:
                return $"{vector.Read(row)}".TrimEnd('0');
            default:
                return vector.Read(row)?.ToString() ?? "null";
        }
    }

    private static string Text(JsonElement value, DuckType type) => (value.ValueKind, type.Kind) switch
    {
        (JsonValueKind.Null, _) => "null",
        (_, DuckKind.Float) => $"{value.GetSingle():R}",
        (_, DuckKind.Double) => $"{value.GetDouble():R}",
        (_, DuckKind.Decimal) => value.GetRawText().TrimEnd('0'),
        (_, DuckKind.Blob) => $"[{string.Join(",", value.EnumerateArray().Select(item => item.GetInt32()))}]",
        (_, DuckKind.List) => $"[{string.Join(",", value.EnumerateArray().Select(item => Text(item, type.Element!)))}]",
        (_, DuckKind.Map) => $"[{string.Join(",", value.EnumerateArray().Select(item => $"{{{Text(item.GetProperty("key"), type.Fields[0].Type)},{Text(item.GetProperty("value"), type.Fields[1].Type)}}}"))}]",
        (_, DuckKind.Struct) => $"{{{string.Join(",", value.EnumerateObject().Select((item, at) => Text(item.Value, type.Fields[at].Type)))}}}",
        (JsonValueKind.String, _) => value.GetString()!,
        _ => value.GetRawText(),
    };

    private sealed class Mismatch(string message) : Exception(message);
}
