using System.Text.Json.Nodes;

namespace Weir.Engines.Iceberg.Avro;

internal enum AvroKind { Null, Boolean, Int, Long, Float, Double, Bytes, String, Fixed, Enum, Array, Map, Union, Record }

/// <summary>The schema of an Avro file, as far as a reader of manifests needs it.</summary>
internal sealed class AvroSchema(AvroKind kind)
{
    private const int NestingMax = 64;

    public AvroKind Kind { get; } = kind;
    public int Size { get; private set; }
    public IReadOnlyList<string> Symbols { get; private set; } = [];

    /// <summary>Of an array or a map.</summary>
    public AvroSchema? Items { get; private set; }

    /// <summary>The branches of a union; the types of a record's fields.</summary>
    public IReadOnlyList<AvroSchema> Parts { get; private set; } = [];

    /// <summary>The places of a record's fields by the id that Iceberg gave them.</summary>
    public IReadOnlyDictionary<int, int> Places { get; private set; } = new Dictionary<int, int>();

    public static AvroSchema Parse(ReadOnlySpan<byte> json)
    {
        JsonNode? node;
        try
        {
            // Bytes that are no UTF-8 become marks here instead of errors later.
            node = JsonNode.Parse(System.Text.Encoding.UTF8.GetString(json));
        }
        catch (System.Text.Json.JsonException error)
        {
            throw IcebergException.Bad("the Avro schema is not JSON", error);
        }

        return Read(node, new(StringComparer.Ordinal), 0);
    }

    private static AvroSchema Read(JsonNode? node, Dictionary<string, AvroSchema> named, int depth)
    {
        if (depth > NestingMax)
        {
            throw IcebergException.Bad("the Avro schema is nested too deep");
        }

        switch (node)
        {
            case JsonArray branches:
                return new(AvroKind.Union) { Parts = [.. branches.Select(branch => Read(branch, named, depth + 1))] };
            case JsonObject json when json["type"] is JsonObject or JsonArray:
                return Read(json["type"], named, depth + 1);
            case JsonObject json:
                return Complex(json, named, depth);
            case JsonValue value when value.TryGetValue<string>(out var name):
                return Simple(name) ?? named.GetValueOrDefault(name) ?? throw IcebergException.Bad($"the Avro type {name} is not known");
            default:
                throw IcebergException.Bad("the Avro schema has a type that is none");
        }
    }

    private static AvroSchema Complex(JsonObject json, Dictionary<string, AvroSchema> named, int depth)
    {
        var type = Json.Text(json, "type");
        switch (type)
        {
            case "record":
                var record = Named(new(AvroKind.Record), json, named);
                var places = new Dictionary<int, int>();
                var parts = new List<AvroSchema>();
                foreach (var field in Json.Objects(json, "fields"))
                {
                    if (Json.IntOrNull(field, "field-id") is { } id)
                    {
                        places[id] = parts.Count;
                    }

                    parts.Add(Read(field["type"], named, depth + 1));
                }

                (record.Places, record.Parts) = (places, parts);
                return record;
            case "array":
                return new(AvroKind.Array) { Items = Read(json["items"], named, depth + 1) };
            case "map":
                return new(AvroKind.Map) { Items = Read(json["values"], named, depth + 1) };
            case "fixed":
                return Named(new(AvroKind.Fixed) { Size = Json.Int(json, "size") }, json, named);
            case "enum":
                return Named(
                    new(AvroKind.Enum) { Symbols = [.. (json["symbols"] as JsonArray ?? []).Select(symbol => (string)symbol!)] }, json, named);
            default:
                return Read(json["type"], named, depth + 1);
        }
    }

    private static AvroSchema Named(AvroSchema schema, JsonObject json, Dictionary<string, AvroSchema> named)
    {
        var name = Json.Text(json, "name");
        named[name] = schema;
        if (Json.TextOrNull(json, "namespace") is { } space)
        {
            named[$"{space}.{name}"] = schema;
        }

        return schema;
    }

    private static AvroSchema? Simple(string name) => name switch
    {
        "null" => new(AvroKind.Null),
        "boolean" => new(AvroKind.Boolean),
        "int" => new(AvroKind.Int),
        "long" => new(AvroKind.Long),
        "float" => new(AvroKind.Float),
        "double" => new(AvroKind.Double),
        "bytes" => new(AvroKind.Bytes),
        "string" => new(AvroKind.String),
        _ => null,
    };
}

/// <summary>One decoded record: its values by Iceberg's field ids.</summary>
internal sealed class AvroRecord(AvroSchema schema, object?[] values)
{
    public IReadOnlyList<object?> Values => values;

    public object? this[int fieldId] => schema.Places.TryGetValue(fieldId, out var place) ? values[place] : null;

    public bool Has(int fieldId) => schema.Places.ContainsKey(fieldId);

    public T Get<T>(int fieldId) => this[fieldId] is T value ? value : throw IcebergException.Bad($"the field {fieldId} of a manifest is missing or of another type");

    public long Long(int fieldId) => LongOrNull(fieldId) ?? throw IcebergException.Bad($"the field {fieldId} of a manifest is missing");

    public int Int(int fieldId) => IntOrNull(fieldId) ?? throw IcebergException.Bad($"the field {fieldId} of a manifest is missing");

    public long? LongOrNull(int fieldId) => this[fieldId] switch { long number => number, int number => number, _ => null };

    public int? IntOrNull(int fieldId) => this[fieldId] switch { int number => number, long number => checked((int)number), _ => null };
}
