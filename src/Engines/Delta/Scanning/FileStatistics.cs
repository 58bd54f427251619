using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Engines.Delta.Types;

namespace Weir.Engines.Delta.Scanning;

/// <summary>What is known of a column's values in a file.</summary>
/// <param name="Min">No value is smaller: decimal (whole numbers too), double, byte[] (text in UTF-8), <see cref="DateTime"/>; null when nobody knows.</param>
/// <param name="Max">No value is greater.</param>
public sealed record ColumnStatistics(long? Nulls, object? Min, object? Max);

/// <summary>What is known of a file's rows without reading it. In doubt nothing is.</summary>
public sealed record FileStatistics(long? Rows, IReadOnlyDictionary<string, ColumnStatistics> Columns)
{
    /// <summary>A decimal holds so many digits exactly.</summary>
    private const int DigitsMax = 28;

    private static readonly FileStatistics None = new(null, new Dictionary<string, ColumnStatistics>());

    /// <summary>Statistics of the columns that are no structs, lists or maps, by their names in lower case.</summary>
    public static FileStatistics Parse(string? json, StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (json is null)
        {
            return None;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var columns = new Dictionary<string, ColumnStatistics>(StringComparer.Ordinal);
            foreach (var field in schema.Fields)
            {
                if (field.Type is PrimitiveType type)
                {
                    var nulls = Member(root, "nullCount", field) is { ValueKind: JsonValueKind.Number } count && count.TryGetInt64(out var number) ? number : (long?)null;
                    columns[field.Name.ToLowerInvariant()] = new(
                        nulls, Value(type, Member(root, "minValues", field), isMax: false), Value(type, Member(root, "maxValues", field), isMax: true));
                }
            }

            var rows = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("numRecords", out var records) && records.ValueKind == JsonValueKind.Number
                && records.TryGetInt64(out var known) ? known : (long?)null;
            return new(rows, columns);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return None;
        }
    }

    private static JsonElement? Member(JsonElement root, string kind, DeltaField field) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(kind, out var all) && all.ValueKind == JsonValueKind.Object
        && all.TryGetProperty(field.PhysicalName, out var value) ? value : null;

    private static object? Value(PrimitiveType type, JsonElement? json, bool isMax)
    {
        if (json is not { } value)
        {
            return null;
        }

        switch (type.Kind)
        {
            case PrimitiveKind.Byte or PrimitiveKind.Short or PrimitiveKind.Integer or PrimitiveKind.Long or PrimitiveKind.Decimal when value.ValueKind == JsonValueKind.Number:
                // Numbers of more digits than a decimal has would be rounded.
                var text = value.GetRawText();
                return text.Count(char.IsAsciiDigit) <= DigitsMax && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
            case PrimitiveKind.Float or PrimitiveKind.Double when value.ValueKind == JsonValueKind.Number:
                // NaN is greater than every number, and writers leave it out: there is no upper bound.
                return isMax ? null : value.GetDouble();
            case PrimitiveKind.String when value.ValueKind == JsonValueKind.String:
                return Encoding.UTF8.GetBytes(value.GetString()!);
            case PrimitiveKind.Date when value.ValueKind == JsonValueKind.String:
                return DateTime.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
            case PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz when value.ValueKind == JsonValueKind.String:
                return Time(value.GetString()!, isMax);
            default:
                return null;
        }
    }

    /// <summary>Writers cut times to milliseconds: the greatest may have lost almost one.</summary>
    private static DateTime? Time(string text, bool isMax) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time.Year is > 1 and < 9999
            ? isMax ? time.DateTime.AddMilliseconds(1) : time.DateTime
            : null;
}
