using System.Text.Json.Nodes;

namespace Weir.ContractGen;

/// <summary>Finds every record that the listed operations need, over all sections of one service.</summary>
internal sealed class RecordCollector
{
    private readonly Dictionary<string, RecordShape> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<(ApiModel Api, string ModelName), string> _names = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public IEnumerable<RecordShape> Records => _records.Values;

    /// <summary>Reserves the names of requests and responses before nested shapes choose theirs.</summary>
    public void Reserve(IEnumerable<string> operations)
    {
        foreach (var operation in operations)
        {
            _taken.Add(operation + "Request");
            _taken.Add(operation + "Response");
        }
    }

    public void AddOperation(ApiModel api, string name, JsonObject operation)
    {
        var (input, output) = api.Typings.Operation(name);
        AddTop(api, name + "Request", input, operation["input"], name, isOutput: false);
        AddTop(api, name + "Response", output, operation["output"], name, isOutput: true);
    }

    private void AddTop(ApiModel api, string record, string? type, JsonNode? use, string operation, bool isOutput)
    {
        var json = use is null ? new JsonObject { ["type"] = "structure" } : api.Resolve(use.AsObject());
        var shape = new RecordShape(record, (string?)json["name"] ?? type ?? record, json)
        {
            OutputRoot = isOutput ? api.Additions.OutputRoot(operation) : null,
            IsUnwrapped = isOutput && api.Additions.IsUnwrapped(operation),
            XmlNamespace = isOutput ? api.Additions.XmlNamespace : null,
        };
        if (!_records.TryAdd(record, shape))
        {
            throw new GeneratorException($"two APIs of this service list the operation {operation}");
        }

        AddMembers(api, shape);
    }

    private void AddMembers(ApiModel api, RecordShape record)
    {
        var required = record.Json["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
        var members = record.Json["members"]?.AsObject() ?? [];
        var added = api.Additions.Members(record.Name).Count > 0
            ? api.Additions.Members(record.Name)
            : api.Additions.Members(record.ModelName);
        var properties = new HashSet<string>(StringComparer.Ordinal) { record.Name };
        foreach (var (name, use) in members.Concat(added))
        {
            var property = CodeText.Pascal(name);
            while (!properties.Add(property))
            {
                property += "Value";
            }

            var type = TypeOf(api, use!.AsObject(), api.Typings.Member(record.ModelName, name), record.ModelName + name);
            type = type with
            {
                QueryName = api.Additions.QueryName(record.Name, name) ?? api.Additions.QueryName(record.ModelName, name),
            };
            record.Members.Add(new(name, property, type, required.Contains(name)));
        }
    }

    /// <param name="type">The typings' name of the shape used; null when unknown.</param>
    /// <param name="fallback">A name for a structure that has none.</param>
    private MemberType TypeOf(ApiModel api, JsonObject use, string? type, string fallback)
    {
        var json = api.Resolve(use);
        var isStream = (bool?)json["streaming"] ?? false;
        switch ((string?)json["type"] ?? "string")
        {
            case "string" or "character":
                return new("String", "string", json);
            case "integer" or "short" or "byte":
                return new("Integer", "int", json);
            case "long":
                return new("Long", "long", json);
            case "float" or "double":
                return new("Double", "double", json);
            case "boolean":
                return new("Boolean", "bool", json);
            case "timestamp":
                return new("Timestamp", "DateTimeOffset", json);
            case "blob":
                return new("Blob", isStream ? "Stream" : "ReadOnlyMemory<byte>", json) { IsStream = isStream };
            case "list":
                var element = TypeOf(api, json["member"]!.AsObject(), ElementOf(api, type), fallback + "Element");
                return new("List", $"IReadOnlyList<{element.CSharp}>", json) { Element = element };
            case "map":
                var value = TypeOf(api, json["value"]!.AsObject(), ElementOf(api, type), fallback + "Value");
                var key = TypeOf(api, json["key"]!.AsObject(), null, fallback + "Key");
                return new("Map", $"IReadOnlyDictionary<string, {value.CSharp}>", json) { Element = value, Key = key };
            case "structure" when (bool?)json["eventstream"] ?? false:
                return new("Structure", $"IAsyncEnumerable<{Record(api, json, type ?? fallback)}>", json) { IsEvents = true };
            case "structure":
                return new("Structure", Record(api, json, type ?? fallback), json);
            default:
                throw new GeneratorException($"{api.Id}: {fallback} is of a kind this generator does not know: {json["type"]}");
        }
    }

    private static string? ElementOf(ApiModel api, string? type) => type is null ? null : api.Typings.Element(type);

    private string Record(ApiModel api, JsonObject json, string type)
    {
        type = (string?)json["name"] ?? type;
        if (_names.TryGetValue((api, type), out var known))
        {
            return known;
        }

        var name = CodeText.Pascal(type.TrimStart('_'));
        if (!_taken.Add(name))
        {
            // Another section, or a request record, has a shape of this name.
            name = CodeText.ApiClass(api.ServiceId) + name;
            if (!_taken.Add(name))
            {
                throw new GeneratorException($"{api.Id}: no free name for the shape {type}");
            }
        }

        _names[(api, type)] = name;
        var shape = new RecordShape(name, type, json);
        _records.Add(name, shape);
        AddMembers(api, shape);
        return name;
    }
}
