using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Json;

/// <summary>The places of structs' fields by their keys. One thread.</summary>
internal sealed class JsonNames(JsonOptions options)
{
    private readonly Dictionary<DuckType, Dictionary<string, int>> _byType = new(ReferenceEqualityComparer.Instance);

    public Dictionary<string, int> Of(DuckType type)
    {
        if (!_byType.TryGetValue(type, out var places))
        {
            places = new(options.IsCaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
            for (var at = 0; at < type.Fields.Count; at++)
            {
                places.TryAdd(options.Mappings.GetValueOrDefault(type.Fields[at].Name, type.Fields[at].Name), at);
            }

            _byType[type] = places;
        }

        return places;
    }
}
