using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Weir.Engines.Delta.Types;

/// <summary>Reads a schema's JSON.</summary>
/// <param name="isMapped">Files know columns by physical names or ids.</param>
internal sealed class SchemaParser(bool isMapped)
{
    public static StructType Parse(string json, bool isMapped)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = DeltaLimits.NestingMax * 3 });
            return new SchemaParser(isMapped).Type(document.RootElement, 0) as StructType ?? throw DeltaException.BadLog("the table's schema is no struct");
        }
        catch (JsonException error)
        {
            throw DeltaException.BadLog($"the table's schema is not JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            throw DeltaException.BadLog($"the table's schema is malformed: {error.Message}", error);
        }
    }

    private DeltaType Type(JsonElement json, int depth)
    {
        if (depth > DeltaLimits.NestingMax)
        {
            throw DeltaException.BadLog("the table's schema is nested too deeply");
        }

        if (json.ValueKind == JsonValueKind.String)
        {
            return Primitive(json.GetString()!);
        }

        var kind = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        return kind switch
        {
            "struct" => Struct(json, depth),
            "array" => new ArrayType(Type(Member(json, "elementType"), depth + 1)),
            "map" => new MapType(Type(Member(json, "keyType"), depth + 1), Type(Member(json, "valueType"), depth + 1)),
            "udt" => throw DeltaException.NotSupported("user-defined types in Delta tables are not supported"),
            null => throw DeltaException.BadLog("a type of the table's schema has no name"),
            _ => throw DeltaException.NotSupported($"the Delta type {kind} is not supported"),
        };
    }

    private StructType Struct(JsonElement json, int depth)
    {
        var fields = ImmutableArray.CreateBuilder<DeltaField>();
        foreach (var field in Member(json, "fields").EnumerateArray())
        {
            var name = Member(field, "name").GetString() ?? throw DeltaException.BadLog("a field of the table's schema has no name");
            var metadata = field.TryGetProperty("metadata", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
            var physical = isMapped ? Text(metadata, "delta.columnMapping.physicalName") ?? name : name;
            fields.Add(new(name, Type(Member(field, "type"), depth + 1), physical, isMapped ? Number(metadata, "delta.columnMapping.id") : null)
            {
                Comment = Text(metadata, "comment"),
            });
        }

        return new(fields.ToImmutable());
    }

    private static PrimitiveType Primitive(string name)
    {
        if (name.StartsWith("decimal", StringComparison.Ordinal))
        {
            var digits = name == "decimal" ? ["10", "0"] : name["decimal".Length..].Trim('(', ')').Split(',');
            return digits.Length == 2
                && int.TryParse(digits[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var precision)
                && int.TryParse(digits[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var scale)
                && precision is >= 1 and <= 38 && scale <= precision
                    ? new(PrimitiveKind.Decimal, precision, scale)
                    : throw DeltaException.BadLog($"the table's schema has the type {name}");
        }

        // A text with a collation is compared by it; its bytes are those of any text.
        return new(name.Split(' ')[0] switch
        {
            "boolean" => PrimitiveKind.Boolean,
            "byte" => PrimitiveKind.Byte,
            "short" => PrimitiveKind.Short,
            "integer" => PrimitiveKind.Integer,
            "long" => PrimitiveKind.Long,
            "float" => PrimitiveKind.Float,
            "double" => PrimitiveKind.Double,
            "string" => PrimitiveKind.String,
            "binary" => PrimitiveKind.Binary,
            "date" => PrimitiveKind.Date,
            "timestamp" => PrimitiveKind.Timestamp,
            "timestamp_ntz" => PrimitiveKind.TimestampNtz,
            "void" or "null" => PrimitiveKind.Void,
            _ => throw DeltaException.NotSupported($"the Delta type {name} is not supported"),
        });
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : throw DeltaException.BadLog($"the table's schema lacks {name}");

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
