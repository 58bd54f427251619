using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Types;

namespace Weir.Services.Athena.Iceberg;

/// <summary>What COPY tells of a file it wrote, as manifests hold it.</summary>
/// <param name="Columns">For each column's path (<c>"a"."b"</c>) its statistics by name.</param>
/// <param name="PartitionKey">The value of the column the files were parted by; null when they were not.</param>
internal sealed record WrittenFile(string Path, long Rows, long Bytes, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Columns, string? PartitionKey)
{
    /// <summary>Reads what a COPY with RETURN_STATS returns.</summary>
    public static List<WrittenFile> ReadAll(DuckConnection connection, string copy, CancellationToken cancellationToken)
    {
        var files = new List<WrittenFile>();
        using var result = connection.Query(copy, cancellationToken);
        while (result.NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var keys = chunk[5].Read(row) as IEnumerable<KeyValuePair<object, object?>>;
                files.Add(new(
                    chunk[0].Text(row), Convert.ToInt64(chunk[1].Read(row), CultureInfo.InvariantCulture), Convert.ToInt64(chunk[2].Read(row), CultureInfo.InvariantCulture),
                    ColumnsOf(chunk[4].Read(row)), keys?.FirstOrDefault().Value as string));
            }
        }

        return [.. files.Where(file => file.Rows > 0)];
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ColumnsOf(object? map)
    {
        var columns = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (name, values) in (IEnumerable<KeyValuePair<object, object?>>)map!)
        {
            columns[(string)name] = ((IEnumerable<KeyValuePair<object, object?>>)values!)
                .Where(pair => pair.Value is string).ToDictionary(pair => (string)pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal);
        }

        return columns;
    }
}

/// <summary>Sizes, counts and bounds of a written file's columns, by field id.</summary>
internal static class FileStatistics
{
    public static DataFile With(this DataFile file, WrittenFile written, Schema schema)
    {
        var sizes = ImmutableDictionary.CreateBuilder<int, long>();
        var values = ImmutableDictionary.CreateBuilder<int, long>();
        var nulls = ImmutableDictionary.CreateBuilder<int, long>();
        var nans = ImmutableDictionary.CreateBuilder<int, long>();
        var lower = ImmutableDictionary.CreateBuilder<int, byte[]>();
        var upper = ImmutableDictionary.CreateBuilder<int, byte[]>();
        foreach (var (path, id, type, isRepeated) in schema.Fields.SelectMany(field => Leaves(DuckSql.Name(field.Name), field.Id, field.Type, false)))
        {
            if (!written.Columns.TryGetValue(path, out var column))
            {
                continue;
            }

            Count(sizes, id, column, "column_size_bytes");
            if (isRepeated)
            {
                continue; // counts and bounds of elements say nothing of rows
            }

            Count(values, id, column, "num_values");
            Count(nulls, id, column, "null_count");
            if (type.Kind is PrimitiveKind.Float or PrimitiveKind.Double)
            {
                if (column.GetValueOrDefault("has_nan") != "false")
                {
                    continue;
                }

                nans[id] = 0;
            }

            Bound(lower, id, LowerBound(type, column.GetValueOrDefault("min")));
            Bound(upper, id, UpperBound(type, column.GetValueOrDefault("max")));
        }

        return file with
        {
            RecordCount = written.Rows,
            SizeBytes = written.Bytes,
            ColumnSizes = sizes.ToImmutable(),
            ValueCounts = values.ToImmutable(),
            NullCounts = nulls.ToImmutable(),
            NanCounts = nans.Count == 0 ? null : nans.ToImmutable(),
            LowerBounds = lower.ToImmutable(),
            UpperBounds = upper.ToImmutable(),
        };
    }

    private static void Count(ImmutableDictionary<int, long>.Builder into, int id, IReadOnlyDictionary<string, string> column, string name)
    {
        if (long.TryParse(column.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            into[id] = count;
        }
    }

    private static void Bound(ImmutableDictionary<int, byte[]>.Builder into, int id, byte[]? bound)
    {
        if (bound is not null)
        {
            into[id] = bound;
        }
    }

    private static IEnumerable<(string Path, int Id, PrimitiveType Type, bool IsRepeated)> Leaves(string path, int id, IcebergType type, bool isRepeated) => type switch
    {
        StructType row => row.Fields.SelectMany(field => Leaves($"{path}.{DuckSql.Name(field.Name)}", field.Id, field.Type, isRepeated)),
        ListType list => Leaves(path + ".\"element\"", list.ElementId, list.Element, true),
        MapType map => Leaves(path + ".\"key\"", map.KeyId, map.Key, true).Concat(Leaves(path + ".\"value\"", map.ValueId, map.Value, true)),
        PrimitiveType primitive => [(path, id, primitive, isRepeated)],
        _ => [],
    };

    private static byte[]? LowerBound(PrimitiveType type, string? text) => text is null ? null : type.Kind switch
    {
        PrimitiveKind.String => Encoding.UTF8.GetBytes(Cut(text)),
        PrimitiveKind.Binary => Hex(text) is { } bytes ? bytes.AsSpan(0, Math.Min(bytes.Length, IcebergLimits.BoundLengthMax)).ToArray() : null,
        _ => ValueTexts.Parse(type, text) is { } value ? Values.ToBytes(type, value) : null,
    };

    /// <summary>A cut bound must still be above all that begins with it: its last part that can be is made one larger.</summary>
    private static byte[]? UpperBound(PrimitiveType type, string? text)
    {
        if (text is null)
        {
            return null;
        }

        switch (type.Kind)
        {
            case PrimitiveKind.String:
                var cut = Cut(text);
                return cut.Length == text.Length ? Encoding.UTF8.GetBytes(text) : Above([.. cut.EnumerateRunes()]);
            case PrimitiveKind.Binary:
                if (Hex(text) is not { } bytes)
                {
                    return null;
                }

                return bytes.Length <= IcebergLimits.BoundLengthMax ? bytes : Above(bytes[..IcebergLimits.BoundLengthMax]);
            default:
                return LowerBound(type, text);
        }
    }

    private static byte[]? Above(Rune[] letters)
    {
        for (var at = letters.Length - 1; at >= 0; at--)
        {
            var next = letters[at].Value + 1 == 0xD800 ? 0xE000 : letters[at].Value + 1;
            if (Rune.IsValid(next))
            {
                return Encoding.UTF8.GetBytes(string.Concat(letters[..at]) + new Rune(next));
            }
        }

        return null;
    }

    private static byte[]? Above(byte[] bytes)
    {
        for (var at = bytes.Length - 1; at >= 0; at--)
        {
            if (bytes[at] < 0xFF)
            {
                bytes[at]++;
                return bytes[..(at + 1)];
            }
        }

        return null;
    }

    private static string Cut(string text)
    {
        var at = 0;
        for (var letters = 0; at < text.Length && letters < IcebergLimits.BoundLengthMax; letters++)
        {
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        }

        return text[..at];
    }

    private static byte[]? Hex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
