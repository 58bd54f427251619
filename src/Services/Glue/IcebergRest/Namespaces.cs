using System.Text.Json.Nodes;
using Weir.Contracts;

namespace Weir.Services.Glue.IcebergRest;

/// <summary>Databases as namespaces: location and comment are properties beside the parameters.</summary>
internal static class Namespaces
{
    private const string Location = "location";
    private const string Comment = "comment";

    public static JsonObject Properties(CatalogDatabase database)
    {
        var properties = new JsonObject();
        foreach (var (key, value) in Pairs(database))
        {
            properties[key] = value;
        }

        return properties;
    }

    public static CatalogDatabase Of(string name, IReadOnlyDictionary<string, string> properties) => new()
    {
        Name = name,
        Description = properties.GetValueOrDefault(Comment),
        LocationUri = properties.GetValueOrDefault(Location),
        Parameters = properties.Where(pair => pair.Key is not (Location or Comment)).ToDictionary(StringComparer.Ordinal),
    };

    public static Dictionary<string, string> Pairs(CatalogDatabase database)
    {
        var pairs = new Dictionary<string, string>(database.Parameters, StringComparer.Ordinal);
        Set(Location, database.LocationUri);
        Set(Comment, database.Description);
        return pairs;

        void Set(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                pairs[key] = value;
            }
        }
    }

    /// <summary>A document's map of texts.</summary>
    public static Dictionary<string, string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonObject json => json.ToDictionary(
            pair => pair.Key,
            pair => pair.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw RestErrors.BadRequest($"{pair.Key} is no text"),
            StringComparer.Ordinal),
        _ => throw RestErrors.BadRequest("Properties are an object of texts"),
    };
}
