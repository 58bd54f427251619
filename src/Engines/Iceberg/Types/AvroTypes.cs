using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace Weir.Engines.Iceberg.Types;

/// <summary>Types and names as Avro files have them: the specification's appendix A.</summary>
public static class AvroTypes
{
    /// <summary>The schema of a data file's rows.</summary>
    public static string Of(Schema schema) => Record(schema.Fields, "table").ToJsonString();

    /// <summary>Names of Avro have letters, digits and underscores; what else a name has is written as its code.</summary>
    public static string Name(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetter(letter) || letter == '_' || (char.IsAsciiDigit(letter) && text.Length > 0))
            {
                text.Append(letter);
            }
            else if (char.IsAsciiDigit(letter))
            {
                text.Append('_').Append(letter);
            }
            else
            {
                text.Append("_x").Append(((int)letter).ToString("X", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    private static JsonObject Record(IEnumerable<NestedField> fields, string name) => new()
    {
        ["type"] = "record",
        ["name"] = name,
        ["fields"] = Json.List(fields.Select(field =>
        {
            var written = Name(field.Name);
            var json = new JsonObject { ["name"] = written, ["type"] = Maybe(field.Type, field.Id, field.IsRequired), ["field-id"] = field.Id };
            if (!field.IsRequired)
            {
                json["default"] = null;
            }

            if (written != field.Name)
            {
                json["iceberg-field-name"] = field.Name;
            }

            return json;
        })),
    };

    private static JsonNode Maybe(IcebergType type, int id, bool isRequired) => isRequired ? Of(type, id) : new JsonArray("null", Of(type, id));

    private static JsonNode Of(IcebergType type, int id)
    {
        switch (type)
        {
            case StructType row:
                return Record(row.Fields, string.Create(CultureInfo.InvariantCulture, $"r{id}"));
            case ListType list:
                return new JsonObject { ["type"] = "array", ["items"] = Maybe(list.Element, list.ElementId, list.IsElementRequired), ["element-id"] = list.ElementId };
            case MapType { Key: PrimitiveType { Kind: PrimitiveKind.String } } map:
                return new JsonObject
                {
                    ["type"] = "map",
                    ["values"] = Maybe(map.Value, map.ValueId, map.IsValueRequired),
                    ["key-id"] = map.KeyId,
                    ["value-id"] = map.ValueId,
                };
            case MapType map:
                // Avro's maps have keys of text only: others are pairs.
                var pair = Record(
                    [new(map.KeyId, "key", map.Key, true), new(map.ValueId, "value", map.Value, map.IsValueRequired)],
                    string.Create(CultureInfo.InvariantCulture, $"k{map.KeyId}_v{map.ValueId}"));
                return new JsonObject { ["type"] = "array", ["logicalType"] = "map", ["items"] = pair };
            default:
                return Of((PrimitiveType)type, id);
        }
    }

    /// <summary>A primitive type; each mention of a fixed one has a name of its own, by the field's id.</summary>
    public static JsonNode Of(PrimitiveType type, int fieldId)
    {
        return type.Kind switch
        {
            PrimitiveKind.Boolean => "boolean",
            PrimitiveKind.Int => "int",
            PrimitiveKind.Long => "long",
            PrimitiveKind.Float => "float",
            PrimitiveKind.Double => "double",
            PrimitiveKind.String => "string",
            PrimitiveKind.Binary => "bytes",
            PrimitiveKind.Date => Logical("int", "date"),
            PrimitiveKind.Time => Logical("long", "time-micros"),
            PrimitiveKind.Timestamp => Timestamp("timestamp-micros", false),
            PrimitiveKind.TimestampTz => Timestamp("timestamp-micros", true),
            PrimitiveKind.TimestampNs => Timestamp("timestamp-nanos", false),
            PrimitiveKind.TimestampTzNs => Timestamp("timestamp-nanos", true),
            PrimitiveKind.Uuid => Fixed("uuid_fixed", 16, "uuid"),
            PrimitiveKind.Fixed => Fixed("fixed", type.Precision, null),
            PrimitiveKind.Decimal => Decimal(),
            _ => throw IcebergException.NotSupported($"values of type {type} are not written to Avro files"),
        };

        static JsonObject Logical(string of, string name) => new() { ["type"] = of, ["logicalType"] = name };

        static JsonObject Timestamp(string name, bool isUtc) => new() { ["type"] = "long", ["logicalType"] = name, ["adjust-to-utc"] = isUtc };

        // Each mention of a fixed type needs a name of its own.
        JsonObject Fixed(string name, int size, string? logical)
        {
            var json = new JsonObject
            {
                ["type"] = "fixed",
                ["name"] = string.Create(CultureInfo.InvariantCulture, $"{name}_{fieldId}"),
                ["size"] = size,
            };
            if (logical is not null)
            {
                json["logicalType"] = logical;
            }

            return json;
        }

        JsonObject Decimal()
        {
            var json = Fixed("decimal", DecimalBytes(type.Precision), "decimal");
            json["precision"] = type.Precision;
            json["scale"] = type.Scale;
            return json;
        }
    }

    /// <summary>The fewest bytes that hold every number of so many digits.</summary>
    public static int DecimalBytes(int precision) => (BigInteger.Pow(10, precision) - 1).GetByteCount();
}
