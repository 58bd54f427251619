using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Weir.Engines.Iceberg.Types;

/// <summary>The columns of a table at one time. Immutable.</summary>
public sealed record Schema(int Id, ImmutableArray<NestedField> Fields)
{
    private Dictionary<int, NestedField>? _byId;

    public ImmutableArray<int> IdentifierIds { get; init; } = [];

    public StructType AsStruct => new(Fields);

    /// <summary>The largest id in use, nested ones included.</summary>
    public int LastId => ById.Count == 0 ? 0 : ById.Keys.Max();

    /// <summary>All fields, those of structs, lists (<c>element</c>) and maps (<c>key</c>, <c>value</c>) included.</summary>
    public IReadOnlyDictionary<int, NestedField> ById => _byId ??= Index();

    public NestedField? Find(string name) => Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A column by its name, or a field of a struct by its path: <c>address.city</c>.</summary>
    public NestedField? FindPath(string path)
    {
        if (Find(path) is { } column)
        {
            return column;
        }

        var fields = Fields;
        NestedField? found = null;
        foreach (var name in path.Split('.'))
        {
            found = fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase));
            if (found is null)
            {
                return null;
            }

            fields = found.Type is StructType row ? row.Fields : [];
        }

        return found;
    }

    /// <summary>From the column to a field of it, through structs alone; empty where there is no such way.</summary>
    public ImmutableArray<NestedField> PathTo(int id)
    {
        return Within(Fields);

        ImmutableArray<NestedField> Within(ImmutableArray<NestedField> fields)
        {
            foreach (var field in fields)
            {
                if (field.Id == id)
                {
                    return [field];
                }

                if (field.Type is StructType row && Within(row.Fields) is { IsEmpty: false } rest)
                {
                    return [field, .. rest];
                }
            }

            return [];
        }
    }

    /// <summary>The type of a primitive field anywhere in the schema; null when there is none.</summary>
    public PrimitiveType? Primitive(int id) => ById.GetValueOrDefault(id)?.Type as PrimitiveType;

    public bool Equals(Schema? other) => other is not null && Id == other.Id && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => Id;

    public static Schema FromJson(JsonNode? node, int defaultId = 0)
    {
        var json = node as JsonObject ?? throw IcebergException.Bad("a schema is no object");
        return new(Json.IntOrNull(json, "schema-id") ?? defaultId, NestedField.ReadAll(json["fields"], 0))
        {
            IdentifierIds = Json.IntsOrNone(json, "identifier-field-ids"),
        };
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["type"] = "struct", ["schema-id"] = Id, ["fields"] = NestedField.WriteAll(Fields) };
        if (!IdentifierIds.IsEmpty)
        {
            json["identifier-field-ids"] = new JsonArray([.. IdentifierIds.Select(id => (JsonNode)id)]);
        }

        return json;
    }

    private Dictionary<int, NestedField> Index()
    {
        var all = new Dictionary<int, NestedField>();
        foreach (var field in Fields)
        {
            Add(field);
        }

        return all;

        void Add(NestedField field)
        {
            if (!all.TryAdd(field.Id, field))
            {
                throw IcebergException.Bad($"the field id {field.Id} is used twice");
            }

            switch (field.Type)
            {
                case StructType row:
                    foreach (var part in row.Fields)
                    {
                        Add(part);
                    }

                    break;
                case ListType list:
                    Add(new(list.ElementId, "element", list.Element, list.IsElementRequired));
                    break;
                case MapType map:
                    Add(new(map.KeyId, "key", map.Key, true));
                    Add(new(map.ValueId, "value", map.Value, map.IsValueRequired));
                    break;
            }
        }
    }
}
