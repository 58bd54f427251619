using System.Text.Json.Nodes;

namespace Weir.ContractGen;

/// <summary>One API's minified model, its real names and our additions.</summary>
internal sealed class ApiModel(string id, JsonObject model, Typings typings, Additions additions)
{
    public string Id { get; } = id;

    public Typings Typings { get; } = typings;

    public Additions Additions { get; } = additions;

    public JsonObject Metadata { get; } = model["metadata"]!.AsObject();

    public string Protocol => (string)Metadata["protocol"]!;

    public string ServiceId => (string)Metadata["serviceId"]!;

    /// <summary>All operations by name, the added ones last.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Operations =>
        model["operations"]!.AsObject().Concat(Additions.Operations);

    public JsonObject? Operation(string name) => (Additions.Operations[name] ?? model["operations"]![name])?.AsObject();

    /// <summary>A use of a shape with the shape's own traits folded in; the use's win.</summary>
    public JsonObject Resolve(JsonObject use)
    {
        if ((string?)use["shape"] is not { } reference)
        {
            return use;
        }

        var shape = model["shapes"]![reference]!.AsObject();
        var resolved = shape.DeepClone().AsObject();
        foreach (var (name, value) in use)
        {
            if (name != "shape")
            {
                resolved[name] = value?.DeepClone();
            }
        }

        return resolved;
    }
}
