using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Weir.Engines.Iceberg.Types;

/// <summary>A type of the specification.</summary>
public abstract record IcebergType
{
    /// <summary>As the metadata's JSON writes it: a string, or an object for nested types.</summary>
    public abstract JsonNode ToJson();

    public static IcebergType FromJson(JsonNode? node) => FromJson(node, 0);

    internal static IcebergType FromJson(JsonNode? node, int depth)
    {
        if (depth > IcebergLimits.NestingMax)
        {
            throw IcebergException.Bad("types are nested too deep");
        }

        if (node is JsonValue value && value.TryGetValue<string>(out var text))
        {
            return PrimitiveType.Parse(text);
        }

        var json = node as JsonObject ?? throw IcebergException.Bad("a type is neither a name nor an object");
        return Json.TextOrNull(json, "type") switch
        {
            "struct" => new StructType(NestedField.ReadAll(json["fields"], depth + 1)),
            "list" => new ListType(
                Json.Int(json, "element-id"), FromJson(json["element"], depth + 1), Json.Bool(json, "element-required") ?? false),
            "map" => new MapType(
                Json.Int(json, "key-id"), FromJson(json["key"], depth + 1),
                Json.Int(json, "value-id"), FromJson(json["value"], depth + 1), Json.Bool(json, "value-required") ?? false),
            var other => throw IcebergException.NotSupported($"the type {other} is not supported"),
        };
    }
}

/// <summary>The primitive types; the names are the specification's but for underscores.</summary>
public enum PrimitiveKind
{
    Boolean, Int, Long, Float, Double, Decimal, Date, Time, Timestamp, TimestampTz, TimestampNs, TimestampTzNs, String, Uuid, Fixed, Binary, Unknown,
}

/// <param name="Precision">Digits of a decimal, bytes of a fixed.</param>
public sealed record PrimitiveType(PrimitiveKind Kind, int Precision = 0, int Scale = 0) : IcebergType
{
    private static readonly Dictionary<string, PrimitiveKind> Names = new(StringComparer.Ordinal)
    {
        ["boolean"] = PrimitiveKind.Boolean,
        ["int"] = PrimitiveKind.Int,
        ["long"] = PrimitiveKind.Long,
        ["float"] = PrimitiveKind.Float,
        ["double"] = PrimitiveKind.Double,
        ["date"] = PrimitiveKind.Date,
        ["time"] = PrimitiveKind.Time,
        ["timestamp"] = PrimitiveKind.Timestamp,
        ["timestamptz"] = PrimitiveKind.TimestampTz,
        ["timestamp_ns"] = PrimitiveKind.TimestampNs,
        ["timestamptz_ns"] = PrimitiveKind.TimestampTzNs,
        ["string"] = PrimitiveKind.String,
        ["uuid"] = PrimitiveKind.Uuid,
        ["binary"] = PrimitiveKind.Binary,
        ["unknown"] = PrimitiveKind.Unknown,
    };

    private static readonly Dictionary<PrimitiveKind, string> Texts = Names.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static PrimitiveType Boolean { get; } = new(PrimitiveKind.Boolean);
    public static PrimitiveType Int { get; } = new(PrimitiveKind.Int);
    public static PrimitiveType Long { get; } = new(PrimitiveKind.Long);
    public static PrimitiveType Float { get; } = new(PrimitiveKind.Float);
    public static PrimitiveType Double { get; } = new(PrimitiveKind.Double);
    public static PrimitiveType Date { get; } = new(PrimitiveKind.Date);
    public static PrimitiveType Time { get; } = new(PrimitiveKind.Time);
    public static PrimitiveType Timestamp { get; } = new(PrimitiveKind.Timestamp);
    public static PrimitiveType TimestampTz { get; } = new(PrimitiveKind.TimestampTz);
    public static PrimitiveType String { get; } = new(PrimitiveKind.String);
    public static PrimitiveType Uuid { get; } = new(PrimitiveKind.Uuid);
    public static PrimitiveType Binary { get; } = new(PrimitiveKind.Binary);

    public static PrimitiveType Decimal(int precision, int scale) => new(PrimitiveKind.Decimal, precision, scale);

    public static PrimitiveType Parse(string text)
    {
        if (Names.TryGetValue(text, out var kind))
        {
            return new(kind);
        }

        if (Numbers(text, "decimal(", ')') is [var precision, var scale] && precision is >= 1 and <= 38 && scale >= 0 && scale <= precision)
        {
            return Decimal(precision, scale);
        }

        return Numbers(text, "fixed[", ']') is [var length] && length > 0
            ? new(PrimitiveKind.Fixed, length)
            : throw IcebergException.NotSupported($"the type {text} is not supported");
    }

    public override JsonNode ToJson() => JsonValue.Create(ToString());

    public override string ToString() => Kind switch
    {
        PrimitiveKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({Precision}, {Scale})"),
        PrimitiveKind.Fixed => string.Create(CultureInfo.InvariantCulture, $"fixed[{Precision}]"),
        _ => Texts[Kind],
    };

    /// <summary>Whether a column of another type may become this one: the specification's promotions.</summary>
    public bool CanPromoteFrom(PrimitiveType other) => this == other || (other.Kind, Kind) switch
    {
        (PrimitiveKind.Int, PrimitiveKind.Long) or (PrimitiveKind.Float, PrimitiveKind.Double) => true,
        (PrimitiveKind.Decimal, PrimitiveKind.Decimal) => other.Scale == Scale && other.Precision <= Precision,
        _ => false,
    };

    private static int[] Numbers(string text, string start, char end)
    {
        if (!text.StartsWith(start, StringComparison.Ordinal) || text[^1] != end)
        {
            return [];
        }

        var parts = text[start.Length..^1].Split(',');
        var numbers = new int[parts.Length];
        for (var at = 0; at < parts.Length; at++)
        {
            if (!int.TryParse(parts[at].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out numbers[at]))
            {
                return [];
            }
        }

        return numbers;
    }
}

/// <summary>Fields by id.</summary>
public sealed record StructType(ImmutableArray<NestedField> Fields) : IcebergType
{
    public override JsonNode ToJson() => new JsonObject { ["type"] = "struct", ["fields"] = NestedField.WriteAll(Fields) };

    public bool Equals(StructType? other) => other is not null && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => Fields.Length;

    public override string ToString() => $"struct<{string.Join(", ", Fields.Select(field => $"{field.Id}: {field.Name}: {field.Type}"))}>";
}

public sealed record ListType(int ElementId, IcebergType Element, bool IsElementRequired) : IcebergType
{
    public override JsonNode ToJson() => new JsonObject
    {
        ["type"] = "list",
        ["element-id"] = ElementId,
        ["element"] = Element.ToJson(),
        ["element-required"] = IsElementRequired,
    };

    public override string ToString() => $"list<{Element}>";
}

public sealed record MapType(int KeyId, IcebergType Key, int ValueId, IcebergType Value, bool IsValueRequired) : IcebergType
{
    public override JsonNode ToJson() => new JsonObject
    {
        ["type"] = "map",
        ["key-id"] = KeyId,
        ["key"] = Key.ToJson(),
        ["value-id"] = ValueId,
        ["value"] = Value.ToJson(),
        ["value-required"] = IsValueRequired,
    };

    public override string ToString() => $"map<{Key}, {Value}>";
}
