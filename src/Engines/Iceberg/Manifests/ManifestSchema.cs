using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Avro;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Manifests;

/// <summary>The Avro schema of a manifest: all of it fixed but the partition's fields.</summary>
internal static class ManifestSchema
{
    private const string Before = """
        {"type":"record","name":"manifest_entry","fields":[
        {"name":"status","type":"int","field-id":0},
        {"name":"snapshot_id","type":["null","long"],"default":null,"field-id":1},
        {"name":"sequence_number","type":["null","long"],"default":null,"field-id":3},
        {"name":"file_sequence_number","type":["null","long"],"default":null,"field-id":4},
        {"name":"data_file","type":{"type":"record","name":"r2","fields":[
        {"name":"content","type":"int","field-id":134},
        {"name":"file_path","type":"string","field-id":100},
        {"name":"file_format","type":"string","field-id":101},
        {"name":"partition","type":
        """;

    private static readonly string After = $$"""
        ,"field-id":102},
        {"name":"record_count","type":"long","field-id":103},
        {"name":"file_size_in_bytes","type":"long","field-id":104},
        {{Map("column_sizes", "long", 108, 117, 118)}},
        {{Map("value_counts", "long", 109, 119, 120)}},
        {{Map("null_value_counts", "long", 110, 121, 122)}},
        {{Map("nan_value_counts", "long", 137, 138, 139)}},
        {{Map("lower_bounds", "bytes", 125, 126, 127)}},
        {{Map("upper_bounds", "bytes", 128, 129, 130)}},
        {"name":"key_metadata","type":["null","bytes"],"default":null,"field-id":131},
        {"name":"split_offsets","type":["null",{"type":"array","items":"long","element-id":133}],"default":null,"field-id":132},
        {"name":"equality_ids","type":["null",{"type":"array","items":"int","element-id":136}],"default":null,"field-id":135},
        {"name":"sort_order_id","type":["null","int"],"default":null,"field-id":140},
        {"name":"referenced_data_file","type":["null","string"],"default":null,"field-id":143}]},"field-id":2}]}
        """;

    public static string Of(PartitionSpec spec, IReadOnlyList<PrimitiveType> types)
    {
        var fields = Json.List(spec.Fields.Select((field, at) =>
        {
            var name = AvroName(field.Name);
            var json = new JsonObject
            {
                ["name"] = name,
                ["type"] = new JsonArray("null", TypeOf(types[at], field.FieldId)),
                ["default"] = null,
                ["field-id"] = field.FieldId,
            };
            if (name != field.Name)
            {
                json["iceberg-field-name"] = field.Name;
            }

            return json;
        }));
        var partition = new JsonObject { ["type"] = "record", ["name"] = "r102", ["fields"] = fields };
        return Before + partition.ToJsonString() + After;
    }

    public static void Write(AvroWriter avro, PrimitiveType type, object value)
    {
        switch (value)
        {
            case bool truth:
                avro.Boolean(truth);
                break;
            case int number:
                avro.Long(number);
                break;
            case long number:
                avro.Long(number);
                break;
            case float number:
                avro.Float(number);
                break;
            case double number:
                avro.Double(number);
                break;
            case string text:
                avro.Text(text);
                break;
            case Int128 digits:
                Span<byte> all = stackalloc byte[16];
                System.Buffers.Binary.BinaryPrimitives.WriteInt128BigEndian(all, digits);
                avro.Fixed(all[(16 - DecimalBytes(type.Precision))..]);
                break;
            case Guid uuid:
                avro.Fixed(uuid.ToByteArray(bigEndian: true));
                break;
            case byte[] bytes when type.Kind == PrimitiveKind.Fixed:
                avro.Fixed(bytes);
                break;
            case byte[] bytes:
                avro.Bytes(bytes);
                break;
            default:
                throw new ArgumentException($"no Avro form of a {value.GetType().Name}", nameof(value));
        }
    }

    /// <summary>Names of Avro have letters, digits and underscores; what else a name has is written as its code.</summary>
    public static string AvroName(string name)
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

    private static string Map(string name, string value, int id, int keyId, int valueId) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"name":"{{name}}","type":["null",{"type":"array","items":{"type":"record","name":"k{{keyId}}_v{{valueId}}","fields":[
        {"name":"key","type":"int","field-id":{{keyId}}},{"name":"value","type":"{{value}}","field-id":{{valueId}}}]},"logicalType":"map"}],"default":null,"field-id":{{id}}}
        """);

    private static JsonNode TypeOf(PrimitiveType type, int fieldId)
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
            _ => throw IcebergException.NotSupported($"partitions of type {type} are not supported"),
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
    private static int DecimalBytes(int precision) => (BigInteger.Pow(10, precision) - 1).GetByteCount();
}
