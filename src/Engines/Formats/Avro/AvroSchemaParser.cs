using System.Text.Json;

namespace Weir.Engines.Formats.Avro;

/// <summary>Reads schemas from JSON: names and namespaces, references, logical types.</summary>
internal sealed class AvroSchemaParser
{
    private const int DepthMax = 96;
    private const int TextCharsMax = 16 << 20;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "type", "name", "namespace", "doc", "aliases", "fields", "symbols", "default", "items", "values", "size", "order",
        "logicalType", "precision", "scale",
    };

    private readonly Dictionary<string, AvroSchema> _named = new(StringComparer.Ordinal);

    private AvroSchemaParser()
    {
    }

    public static AvroSchema Parse(string json)
    {
        if (json.Length > TextCharsMax)
        {
            throw new FormatException("an Avro schema is too long");
        }

        try
        {
            // Properties and defaults outlive the document.
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 2 * DepthMax });
            var schema = new AvroSchemaParser().Read(document.RootElement.Clone(), "", 0);
            Measure(schema, []);
            schema.Text = json;
            return schema;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"an Avro schema is not as schemas are written: {error.Message}", error);
        }
    }

    private AvroSchema Read(JsonElement json, string space, int depth)
    {
        if (depth > DepthMax)
        {
            throw new FormatException("an Avro schema is nested too deep");
        }

        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return Named(json.GetString()!, space);
            case JsonValueKind.Array:
                return Union(json, space, depth);
            case JsonValueKind.Object:
                var type = Required(json, "type");
                // {"type": {"type": "int"}} wraps a schema in another object.
                return type.ValueKind == JsonValueKind.String ? Typed(json, type.GetString()!, space, depth) : Read(type, space, depth + 1);
            case JsonValueKind.Undefined or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null:
            default:
                throw new FormatException($"an Avro schema cannot be {json.ValueKind}");
        }
    }

    private AvroSchema Typed(JsonElement json, string type, string space, int depth)
    {
        switch (type)
        {
            case "record" or "error":
                return Record(json, space, depth);
            case "enum":
                var symbols = Strings(json, "symbols");
                return Register(new(AvroKind.Enum)
                {
                    Name = FullName(json, space),
                    Aliases = Aliases(json, space),
                    Symbols = symbols,
                    SymbolDefault = json.TryGetProperty("default", out var value) && value.ValueKind == JsonValueKind.String
                        ? value.GetString()
                        : null,
                    Properties = Properties(json),
                });
            case "fixed":
                if (!Required(json, "size").TryGetInt32(out var size) || size is < 0 or > 1 << 20)
                {
                    throw new FormatException("an Avro fixed has no size or one too large");
                }

                var (logical, precision, scale) = Logical(json, AvroKind.Fixed, size);
                return Register(new(AvroKind.Fixed)
                {
                    Name = FullName(json, space),
                    Aliases = Aliases(json, space),
                    Size = size,
                    Logical = logical,
                    Precision = precision,
                    Scale = scale,
                    Properties = Properties(json),
                });
            case "array":
                return new(AvroKind.Array) { Element = Read(Required(json, "items"), space, depth + 1), Properties = Properties(json) };
            case "map":
                return new(AvroKind.Map) { Element = Read(Required(json, "values"), space, depth + 1), Properties = Properties(json) };
            default:
                return Primitive(type) is { } kind ? Annotated(json, kind) : Named(type, space);
        }
    }

    private static AvroSchema Annotated(JsonElement json, AvroKind kind)
    {
        var (logical, precision, scale) = Logical(json, kind, 0);
        return new(kind) { Logical = logical, Precision = precision, Scale = scale, Properties = Properties(json) };
    }

    private AvroSchema Record(JsonElement json, string space, int depth)
    {
        var name = FullName(json, space);
        var schema = Register(new(AvroKind.Record) { Name = name, Aliases = Aliases(json, space), Properties = Properties(json) });
        var inner = name.LastIndexOf('.') is var dot and >= 0 ? name[..dot] : "";
        var fields = new List<AvroField>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in Required(json, "fields").EnumerateArray())
        {
            var fieldName = Text(field, "name");
            if (!names.Add(fieldName))
            {
                throw new FormatException($"the Avro record {name} has two fields {fieldName}");
            }

            fields.Add(new(fieldName, Read(Required(field, "type"), inner, depth + 1))
            {
                Aliases = field.TryGetProperty("aliases", out _) ? Strings(field, "aliases") : [],
                Default = field.TryGetProperty("default", out var value) ? value : null,
                Properties = Properties(field),
            });
        }

        schema.Fields = fields;
        return schema;
    }

    private AvroSchema Union(JsonElement json, string space, int depth)
    {
        var branches = json.EnumerateArray().Select(branch => Read(branch, space, depth + 1)).ToArray();
        return branches.Any(branch => branch.Kind == AvroKind.Union)
            ? throw new FormatException("an Avro union directly within a union")
            : new(AvroKind.Union) { Branches = branches };
    }

    private AvroSchema Named(string name, string space)
    {
        if (Primitive(name) is { } kind)
        {
            return new(kind);
        }

        return (!name.Contains('.', StringComparison.Ordinal) && space.Length > 0 ? _named.GetValueOrDefault($"{space}.{name}") : null)
            ?? _named.GetValueOrDefault(name)
            ?? throw new FormatException($"an Avro schema refers to {name}, which it does not define");
    }

    private AvroSchema Register(AvroSchema schema) => _named.TryAdd(schema.Name, schema)
        ? schema
        : throw new FormatException($"an Avro schema defines {schema.Name} twice");

    private static AvroKind? Primitive(string name) => name switch
    {
        "null" => AvroKind.Null,
        "boolean" => AvroKind.Boolean,
        "int" => AvroKind.Int,
        "long" => AvroKind.Long,
        "float" => AvroKind.Float,
        "double" => AvroKind.Double,
        "bytes" => AvroKind.Bytes,
        "string" => AvroKind.String,
        _ => null,
    };

    /// <summary>An annotation that does not fit its type is to be ignored.</summary>
    private static (AvroLogical Logical, int Precision, int Scale) Logical(JsonElement json, AvroKind kind, int size)
    {
        if (!json.TryGetProperty("logicalType", out var value) || value.ValueKind != JsonValueKind.String)
        {
            return default;
        }

        var name = value.GetString();
        if (name == "decimal" && kind is AvroKind.Bytes or AvroKind.Fixed && Number(json, "precision") is { } precision)
        {
            var scale = Number(json, "scale") ?? 0;
            return name == "decimal" && precision > 0 && scale >= 0 && scale <= precision ? (AvroLogical.Decimal, precision, scale) : default;
        }

        var logical = (name, kind) switch
        {
            ("date", AvroKind.Int) => AvroLogical.Date,
            ("time-millis", AvroKind.Int) => AvroLogical.TimeMillis,
            ("time-micros", AvroKind.Long) => AvroLogical.TimeMicros,
            ("timestamp-millis", AvroKind.Long) => AvroLogical.TimestampMillis,
            ("timestamp-micros", AvroKind.Long) => AvroLogical.TimestampMicros,
            ("timestamp-nanos", AvroKind.Long) => AvroLogical.TimestampNanos,
            ("local-timestamp-millis", AvroKind.Long) => AvroLogical.LocalTimestampMillis,
            ("local-timestamp-micros", AvroKind.Long) => AvroLogical.LocalTimestampMicros,
            ("local-timestamp-nanos", AvroKind.Long) => AvroLogical.LocalTimestampNanos,
            ("uuid", AvroKind.String) => AvroLogical.Uuid,
            ("uuid", AvroKind.Fixed) when size == 16 => AvroLogical.Uuid,
            ("duration", AvroKind.Fixed) when size == 12 => AvroLogical.Duration,
            _ => AvroLogical.None,
        };
        return (logical, 0, 0);
    }

    private static int? Number(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static string FullName(JsonElement json, string space)
    {
        var name = Text(json, "name");
        if (name.Contains('.', StringComparison.Ordinal))
        {
            return name;
        }

        var own = json.TryGetProperty("namespace", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : space;
        return own.Length == 0 ? name : $"{own}.{name}";
    }

    private static string[] Aliases(JsonElement json, string space)
    {
        if (!json.TryGetProperty("aliases", out _))
        {
            return [];
        }

        var own = json.TryGetProperty("namespace", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : space;
        return [.. Strings(json, "aliases").Select(alias => alias.Contains('.', StringComparison.Ordinal) || own.Length == 0 ? alias : $"{own}.{alias}")];
    }

    private static JsonElement Required(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) ? value : throw new FormatException($"an Avro schema has no \"{key}\" where one belongs");

    private static string Text(JsonElement json, string key) => Required(json, key).GetString() ?? "";

    private static string[] Strings(JsonElement json, string key) =>
        [.. Required(json, key).EnumerateArray().Select(item => item.GetString() ?? "")];

    private static IReadOnlyDictionary<string, JsonElement> Properties(JsonElement json)
    {
        Dictionary<string, JsonElement>? found = null;
        foreach (var property in json.EnumerateObject())
        {
            if (!Known.Contains(property.Name) || property.Name == "logicalType")
            {
                (found ??= new(StringComparer.Ordinal))[property.Name] = property.Value;
            }
        }

        return found ?? AvroSchema.NoProperties;
    }

    /// <summary>Fewest bytes of each type; what contains itself takes at least those of its other parts.</summary>
    private static int Measure(AvroSchema schema, HashSet<AvroSchema> around)
    {
        if (schema.BytesMin >= 0)
        {
            return schema.BytesMin;
        }

        if (!around.Add(schema))
        {
            return 0;
        }

        var bytes = 0L;
        switch (schema.Kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Float:
                bytes = 4;
                break;
            case AvroKind.Double:
                bytes = 8;
                break;
            case AvroKind.Fixed:
                bytes = schema.Size;
                break;
            case AvroKind.Record:
                foreach (var field in schema.Fields)
                {
                    bytes += Measure(field.Schema, around);
                }

                break;
            case AvroKind.Union:
                foreach (var branch in schema.Branches)
                {
                    _ = Measure(branch, around);
                }

                bytes = 1;
                break;
            case AvroKind.Array or AvroKind.Map:
                _ = Measure(schema.Element!, around);
                bytes = 1;
                break;
            case AvroKind.Boolean or AvroKind.Int or AvroKind.Long or AvroKind.Bytes or AvroKind.String or AvroKind.Enum:
                bytes = 1;
                break;
        }

        around.Remove(schema);
        return schema.BytesMin = (int)Math.Min(bytes, int.MaxValue);
    }
}
