using System.Text.Json;
using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Files;

/// <summary>The type of a JSON value.</summary>
internal static class JsonTypes
{
    public static HiveType Of(JsonElement value, int depth = 0) => value.ValueKind switch
    {
        JsonValueKind.Object => depth >= DiscoveryLimits.DepthMax ? HiveType.String : HiveType.StructOf(Fields(value, depth)),
        JsonValueKind.Array => depth >= DiscoveryLimits.DepthMax ? HiveType.String : HiveType.ArrayOf(Element(value, depth)),
        // Numbers and times in quotes stay text: somebody quoted them, and the SerDe would not read every spelling.
        JsonValueKind.String => HiveType.String,
        JsonValueKind.Number => value.TryGetInt64(out _) ? HiveType.BigInt : HiveType.Double,
        JsonValueKind.True or JsonValueKind.False => HiveType.Boolean,
        _ => HiveType.None,
    };

    /// <summary>Objects with very many keys, or with keys that are no names (hosts, paths), hold data in their keys: they are maps.</summary>
    public static HiveType Settle(HiveType type) => type.Kind switch
    {
        TypeKind.Struct when type.Fields.Count > DiscoveryLimits.StructFieldsMax || type.Fields.Any(field => !IsName(field.Name)) => AsMap(type),
        TypeKind.Struct => HiveType.StructOf([.. type.Fields.Select(field => field with { Type = Settle(field.Type) })]),
        TypeKind.Array => HiveType.ArrayOf(Settle(type.Element!)),
        _ => type,
    };

    /// <summary>What a struct's field may be called in a type's text.</summary>
    private static bool IsName(string name) => name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter == '_');

    private static HiveType AsMap(HiveType type)
    {
        var values = type.Fields.Select(field => field.Type).Aggregate(TypeMerge.Merge);
        return HiveType.MapOf(HiveType.String, Settle(values));
    }

    private static List<HiveField> Fields(JsonElement value, int depth)
    {
        var fields = new List<HiveField>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var name = property.Name.ToLowerInvariant();
            var type = Of(property.Value, depth + 1);
            if (places.TryGetValue(name, out var at))
            {
                fields[at] = fields[at] with { Type = TypeMerge.Merge(fields[at].Type, type) };
            }
            else
            {
                places.Add(name, fields.Count);
                fields.Add(new(name, type));
            }
        }

        return fields;
    }

    private static HiveType Element(JsonElement value, int depth)
    {
        var element = HiveType.None;
        foreach (var item in value.EnumerateArray())
        {
            element = TypeMerge.Merge(element, Of(item, depth + 1));
        }

        return element;
    }
}
