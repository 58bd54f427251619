using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Weir.Engines.Iceberg.Types;

/// <summary>A column, or a field of a struct. The id never changes; the name may.</summary>
public sealed record NestedField(int Id, string Name, IcebergType Type, bool IsRequired = false)
{
    public string? Doc { get; init; }

    /// <summary>The value of rows written before the column was (version 3); JSON of the type.</summary>
    public JsonNode? InitialDefault { get; init; }

    /// <summary>What a writer puts where it is told nothing (version 3).</summary>
    public JsonNode? WriteDefault { get; init; }

    public bool Equals(NestedField? other) => other is not null && Id == other.Id && Name == other.Name && IsRequired == other.IsRequired
        && Doc == other.Doc && Type.Equals(other.Type);

    public override int GetHashCode() => HashCode.Combine(Id, Name);

    internal static ImmutableArray<NestedField> ReadAll(JsonNode? node, int depth)
    {
        var list = node as JsonArray ?? throw IcebergException.Bad("a struct has no fields");
        return [.. list.Select(item =>
        {
            var json = item as JsonObject ?? throw IcebergException.Bad("a field is no object");
            return new NestedField(Json.Int(json, "id"), Json.Text(json, "name"), IcebergType.FromJson(json["type"], depth), Json.Bool(json, "required") ?? false)
            {
                Doc = Json.TextOrNull(json, "doc"),
                InitialDefault = json["initial-default"]?.DeepClone(),
                WriteDefault = json["write-default"]?.DeepClone(),
            };
        })];
    }

    internal static JsonArray WriteAll(ImmutableArray<NestedField> fields)
    {
        var list = new JsonArray();
        foreach (var field in fields)
        {
            var json = new JsonObject
            {
                ["id"] = field.Id,
                ["name"] = field.Name,
                ["required"] = field.IsRequired,
                ["type"] = field.Type.ToJson(),
            };
            Set("doc", field.Doc is null ? null : JsonValue.Create(field.Doc));
            Set("initial-default", field.InitialDefault?.DeepClone());
            Set("write-default", field.WriteDefault?.DeepClone());
            list.Add((JsonNode)json);

            void Set(string key, JsonNode? value)
            {
                if (value is not null)
                {
                    json[key] = value;
                }
            }
        }

        return list;
    }
}
