using System.Text;
using System.Text.Json;
using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Files;

/// <summary>The schema in the head of an Avro container.</summary>
internal static class AvroSchema
{
    private const int EntriesMax = 1000;

    public static bool IsAvro(ReadOnlySpan<byte> bytes) => bytes.StartsWith("Obj\u0001"u8);

    public static FileSchema Sniff(ReadOnlySpan<byte> bytes)
    {
        if (Find(bytes[4..], out var codec) is not { } text)
        {
            return FileSchema.Unknown("an Avro file whose head holds no schema");
        }

        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = 128 });
            var named = new Dictionary<string, HiveType>(StringComparer.Ordinal);
            var type = Read(document.RootElement, named, 0);
            return type.Kind != TypeKind.Struct ? FileSchema.Unknown("an Avro file whose schema is no record") : new()
            {
                Format = FileFormat.Avro,
                Classification = "avro",
                Compression = codec switch { "null" => "none", "deflate" => "deflate", "zstandard" => "zstd", _ => codec },
                Columns = [.. type.Fields.Select(field => new FoundColumn(field.Name, field.Type, "the file's own schema"))],
                SchemaText = Encoding.UTF8.GetString(text),
                Reasons = ["an Avro container, by its first bytes"],
            };
        }
        catch (JsonException error)
        {
            return FileSchema.Unknown($"an Avro file whose schema is no JSON: {error.Message}");
        }
    }

    /// <summary>The head is a map of text to bytes, in blocks.</summary>
    private static byte[]? Find(ReadOnlySpan<byte> bytes, out string codec)
    {
        codec = "null";
        byte[]? schema = null;
        for (var entries = 0; entries < EntriesMax;)
        {
            if (!Long(ref bytes, out var count))
            {
                return null;
            }

            if (count == 0)
            {
                return schema;
            }

            if (count < 0 && !Long(ref bytes, out _))
            {
                return null;
            }

            for (var at = 0L; at < Math.Abs(count) && entries < EntriesMax; at++, entries++)
            {
                if (!Bytes(ref bytes, out var key) || !Bytes(ref bytes, out var value))
                {
                    return schema;
                }

                if (key.SequenceEqual("avro.schema"u8))
                {
                    schema = value.ToArray();
                }
                else if (key.SequenceEqual("avro.codec"u8))
                {
                    codec = Encoding.UTF8.GetString(value);
                }
            }
        }

        return schema;
    }

    private static bool Long(ref ReadOnlySpan<byte> bytes, out long value)
    {
        var raw = 0UL;
        for (var at = 0; at < 10 && at < bytes.Length; at++)
        {
            raw |= (ulong)(bytes[at] & 0x7F) << (7 * at);
            if ((bytes[at] & 0x80) == 0)
            {
                bytes = bytes[(at + 1)..];
                value = (long)(raw >> 1) ^ -(long)(raw & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }

    private static bool Bytes(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!Long(ref bytes, out var length) || length < 0 || length > bytes.Length)
        {
            return false;
        }

        value = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return true;
    }

    private static HiveType Read(JsonElement schema, Dictionary<string, HiveType> named, int depth)
    {
        if (depth > DiscoveryLimits.DepthMax)
        {
            return HiveType.String;
        }

        return schema.ValueKind switch
        {
            JsonValueKind.String => Primitive(schema.GetString()!, named),
            JsonValueKind.Array => Union(schema, named, depth),
            JsonValueKind.Object => Complex(schema, named, depth),
            _ => HiveType.String,
        };
    }

    private static HiveType Primitive(string name, Dictionary<string, HiveType> named) => name switch
    {
        "null" => HiveType.None,
        "boolean" => HiveType.Boolean,
        "int" => HiveType.Int,
        "long" => HiveType.BigInt,
        "float" => new(TypeKind.Float),
        "double" => HiveType.Double,
        "bytes" => HiveType.Binary,
        "string" => HiveType.String,
        // A schema that names itself has no end: its inside is text.
        _ => named.GetValueOrDefault(name, named.GetValueOrDefault(name[(name.LastIndexOf('.') + 1)..], HiveType.String)),
    };

    private static HiveType Union(JsonElement schema, Dictionary<string, HiveType> named, int depth)
    {
        var choices = schema.EnumerateArray().Select(choice => Read(choice, named, depth + 1)).Where(type => type.Kind != TypeKind.None).ToList();
        return choices.Count == 0 ? HiveType.None : choices.Aggregate(TypeMerge.Merge);
    }

    private static HiveType Complex(JsonElement schema, Dictionary<string, HiveType> named, int depth)
    {
        if (schema.TryGetProperty("logicalType", out var logical) && Logical(schema, logical.ToString()) is { } known)
        {
            return known;
        }

        if (!schema.TryGetProperty("type", out var type))
        {
            return HiveType.String;
        }

        if (type.ValueKind != JsonValueKind.String)
        {
            return Read(type, named, depth + 1);
        }

        var made = type.GetString() switch
        {
            "record" or "error" => Record(schema, named, depth),
            "array" when schema.TryGetProperty("items", out var items) => HiveType.ArrayOf(Read(items, named, depth + 1)),
            "map" when schema.TryGetProperty("values", out var values) => HiveType.MapOf(HiveType.String, Read(values, named, depth + 1)),
            "enum" => HiveType.String,
            "fixed" => HiveType.Binary,
            var name => Primitive(name!, named),
        };
        if (schema.TryGetProperty("name", out var own) && own.ValueKind == JsonValueKind.String)
        {
            named[own.GetString()!] = made;
        }

        return made;
    }

    private static HiveType? Logical(JsonElement schema, string logical) => logical switch
    {
        "date" => HiveType.Date,
        "timestamp-millis" or "timestamp-micros" or "local-timestamp-millis" or "local-timestamp-micros" => HiveType.Timestamp,
        "uuid" => HiveType.String,
        "decimal" when schema.TryGetProperty("precision", out var precision) && precision.TryGetInt32(out var digits) && digits is > 0 and <= 38 =>
            HiveType.Decimal(digits, schema.TryGetProperty("scale", out var scale) && scale.TryGetInt32(out var after) ? after : 0),
        _ => null,
    };

    private static HiveType Record(JsonElement schema, Dictionary<string, HiveType> named, int depth)
    {
        if (!schema.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Array)
        {
            return HiveType.String;
        }

        return HiveType.StructOf([.. fields.EnumerateArray()
            .Where(field => field.ValueKind == JsonValueKind.Object && field.TryGetProperty("name", out _) && field.TryGetProperty("type", out _))
            .Take(DiscoveryLimits.ColumnsMax)
            .Select(field => new HiveField(field.GetProperty("name").ToString().ToLowerInvariant(), Read(field.GetProperty("type"), named, depth + 1)))]);
    }
}
