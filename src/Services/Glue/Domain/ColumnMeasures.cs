using System.Globalization;
using System.Numerics;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Domain;

/// <summary>What is asked of a table to know its columns, and the answer as statistics.</summary>
internal sealed class ColumnMeasures
{
    private readonly List<string> _items = [];

    private ColumnMeasures(Column column, string type) => (Column, Type) = (column, type);

    public Column Column { get; }

    /// <summary>The kind of statistics: LONG, DOUBLE …</summary>
    public string Type { get; }

    public int ItemCount => _items.Count;

    /// <summary>Null for a column whose type has no statistics: arrays, maps, structs.</summary>
    public static ColumnMeasures? Of(Column column)
    {
        var text = (column.Type ?? "string").ToLowerInvariant();
        var name = text.IndexOf('(', StringComparison.Ordinal) is var cut and > 0 ? text[..cut] : text;
        var type = name switch
        {
            "tinyint" or "smallint" or "int" or "integer" or "bigint" or "timestamp" => "LONG",
            "float" or "double" => "DOUBLE",
            "decimal" => "DECIMAL",
            "date" => "DATE",
            "boolean" => "BOOLEAN",
            "string" or "varchar" or "char" => "STRING",
            "binary" => "BINARY",
            _ => null,
        };
        if (type is null)
        {
            return null;
        }

        var measures = new ColumnMeasures(column, type);
        measures.Ask(name == "timestamp");
        return measures;
    }

    /// <summary>The columns of the query that measures this column, each a text.</summary>
    public IEnumerable<string> Items(int first) =>
        _items.Select((item, at) => string.Create(CultureInfo.InvariantCulture, $"CAST({item} AS varchar) AS m{first + at}"));

    public ColumnStatistics Read(ReadOnlySpan<string?> values, DateTimeOffset now) => new()
    {
        ColumnName = Column.Name.ToLowerInvariant(),
        ColumnType = Column.Type ?? "string",
        AnalyzedTime = now,
        StatisticsData = Data(values),
    };

    private void Ask(bool isTimestamp)
    {
        var name = $"\"{Column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var value = isTimestamp ? $"CAST(floor(to_unixtime({name})) AS bigint)" : name;
        _items.Add($"count(*) - count({name})");
        switch (Type)
        {
            case "BOOLEAN":
                _items.Add($"count_if({name})");
                _items.Add($"count_if(NOT {name})");
                break;
            case "STRING" or "BINARY":
                _items.Add($"coalesce(max(length({name})), 0)");
                _items.Add($"coalesce(avg(CAST(length({name}) AS double)), 0)");
                _items.Add(Type == "STRING" ? $"approx_distinct({name})" : "0");
                break;
            default:
                _items.Add($"min({value})");
                _items.Add($"max({value})");
                _items.Add($"approx_distinct({name})");
                break;
        }
    }

    private ColumnStatisticsData Data(ReadOnlySpan<string?> values)
    {
        var nulls = Long(values[0]) ?? 0;
        return Type switch
        {
            "BOOLEAN" => new() { Type = Type, BooleanColumnStatisticsData = new() { NumberOfNulls = nulls, NumberOfTrues = Long(values[1]) ?? 0, NumberOfFalses = Long(values[2]) ?? 0 } },
            "STRING" => new() { Type = Type, StringColumnStatisticsData = new() { NumberOfNulls = nulls, MaximumLength = Long(values[1]) ?? 0, AverageLength = Double(values[2]) ?? 0, NumberOfDistinctValues = Long(values[3]) ?? 0 } },
            "BINARY" => new() { Type = Type, BinaryColumnStatisticsData = new() { NumberOfNulls = nulls, MaximumLength = Long(values[1]) ?? 0, AverageLength = Double(values[2]) ?? 0 } },
            "LONG" => new() { Type = Type, LongColumnStatisticsData = new() { NumberOfNulls = nulls, MinimumValue = Long(values[1]), MaximumValue = Long(values[2]), NumberOfDistinctValues = Long(values[3]) ?? 0 } },
            "DOUBLE" => new() { Type = Type, DoubleColumnStatisticsData = new() { NumberOfNulls = nulls, MinimumValue = Double(values[1]), MaximumValue = Double(values[2]), NumberOfDistinctValues = Long(values[3]) ?? 0 } },
            "DATE" => new() { Type = Type, DateColumnStatisticsData = new() { NumberOfNulls = nulls, MinimumValue = Date(values[1]), MaximumValue = Date(values[2]), NumberOfDistinctValues = Long(values[3]) ?? 0 } },
            _ => new() { Type = Type, DecimalColumnStatisticsData = new() { NumberOfNulls = nulls, MinimumValue = Decimal(values[1]), MaximumValue = Decimal(values[2]), NumberOfDistinctValues = Long(values[3]) ?? 0 } },
        };
    }

    private static long? Long(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Double(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static DateTimeOffset? Date(string? text) =>
        DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var date) ? new(date.ToDateTime(default), TimeSpan.Zero) : null;

    /// <summary>Digits without the point as a big-endian number, as Java's BigInteger writes it.</summary>
    private static DecimalNumber? Decimal(string? text)
    {
        if (text is null || !BigInteger.TryParse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var digits))
        {
            return null;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        return new() { UnscaledValue = digits.ToByteArray(isBigEndian: true), Scale = point < 0 ? 0 : text.Length - point - 1 };
    }
}
