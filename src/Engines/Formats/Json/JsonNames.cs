using System.Globalization;
using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Json;

/// <summary>Where the values of an object's keys go: to columns, or to the fields of a struct.</summary>
/// <param name="Exact">By a key as it is looked up.</param>
/// <param name="Dotted">By a key whose dots became underscores; mappings do not count here.</param>
internal sealed record JsonPlaces(Dictionary<string, int> Exact, Dictionary<string, int>? Dotted, IReadOnlyList<int>? Ordinals);

/// <summary>The places of keys, by type. One thread.</summary>
internal sealed class JsonNames(JsonOptions options)
{
    private const string Ordinal = "_col";

    private readonly Dictionary<DuckType, JsonPlaces> _byType = new(ReferenceEqualityComparer.Instance);

    /// <param name="ordinals">The place of the column of a number; null where they are the same.</param>
    public JsonPlaces Of(IEnumerable<string> names, IReadOnlyList<int>? ordinals)
    {
        var exact = new Dictionary<string, int>(options.Keys);
        var dotted = options.HasDotsInKeys ? new Dictionary<string, int>(options.Keys) : null;
        var place = 0;
        foreach (var name in names)
        {
            exact.TryAdd(options.Mappings.GetValueOrDefault(name, name), place);
            dotted?.TryAdd(name, place);
            place++;
        }

        return new(exact, dotted, ordinals);
    }

    public JsonPlaces Of(DuckType type)
    {
        if (!_byType.TryGetValue(type, out var places))
        {
            places = Of(type.Fields.Select(field => field.Name), [.. Enumerable.Range(0, type.Fields.Count)]);
            _byType[type] = places;
        }

        return places;
    }

    /// <summary>The place of a key, or -1.</summary>
    /// <param name="isDotted">Another key may have the place by right.</param>
    public int Find(JsonPlaces places, string key, out bool isDotted)
    {
        isDotted = false;
        if (places.Exact.TryGetValue(key, out var place))
        {
            return place;
        }

        if (places.Dotted is not null && key.Contains('.', StringComparison.Ordinal) && places.Dotted.TryGetValue(key.Replace('.', '_'), out place))
        {
            isDotted = true;
            return place;
        }

        // Hive wrote columns without names so, and reads any by their number.
        return options.IsHive && key.StartsWith(Ordinal, StringComparison.Ordinal)
            && int.TryParse(key.AsSpan(Ordinal.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            && places.Ordinals is { } ordinals && ordinal < ordinals.Count
                ? ordinals[ordinal]
                : -1;
    }
}
