using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Engines.Iceberg;

/// <summary>Members of the metadata's JSON, with an error that names the one that is wrong.</summary>
internal static class Json
{
    public static JsonObject Parse(ReadOnlySpan<byte> utf8, string what)
    {
        try
        {
            return JsonNode.Parse(System.Text.Encoding.UTF8.GetString(utf8), documentOptions: new() { MaxDepth = 256, AllowDuplicateProperties = false }) as JsonObject ?? throw IcebergException.Bad($"{what} is not a JSON object");
        }
        catch (JsonException error)
        {
            throw IcebergException.Bad($"{what} is not JSON: {error.Message}", error);
        }
    }

    public static string Text(JsonObject json, string name) => TextOrNull(json, name) ?? throw Missing(name);

    public static string? TextOrNull(JsonObject json, string name) => Get<string>(json, name, out var value) ? value : null;

    public static int Int(JsonObject json, string name) => IntOrNull(json, name) ?? throw Missing(name);

    public static int? IntOrNull(JsonObject json, string name) => Get<int>(json, name, out var value) ? value : null;

    public static long Long(JsonObject json, string name) => LongOrNull(json, name) ?? throw Missing(name);

    public static long? LongOrNull(JsonObject json, string name) => Get<long>(json, name, out var value) ? value : null;

    public static bool? Bool(JsonObject json, string name) => Get<bool>(json, name, out var value) ? value : null;

    public static IEnumerable<JsonObject> Objects(JsonObject json, string name) => json[name] switch
    {
        null => [],
        JsonArray list => list.Select(item => item as JsonObject ?? throw IcebergException.Bad($"{name} holds something that is no object")),
        _ => throw IcebergException.Bad($"{name} is no list"),
    };

    public static JsonObject Object(JsonObject json, string name) => json[name] as JsonObject ?? throw IcebergException.Bad($"{name} is missing or no object");

    /// <summary>The numbers of a list that may be missing.</summary>
    public static ImmutableArray<int> IntsOrNone(JsonObject json, string name) => json[name] is null ? [] : Ints(json, name);

    /// <summary>The texts of a list that may be missing.</summary>
    public static ImmutableArray<string> TextsOrNone(JsonObject json, string name) => json[name] is null ? [] : Texts(json, name);

    public static ImmutableArray<string> Texts(JsonObject json, string name) => Items<string>(json, name);

    public static ImmutableArray<int> Ints(JsonObject json, string name) => Items<int>(json, name);

    public static ImmutableArray<long> Longs(JsonObject json, string name) => Items<long>(json, name);

    public static Dictionary<string, string> Strings(JsonObject json, string name)
    {
        var strings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json[name] is JsonObject map)
        {
            foreach (var (key, value) in map)
            {
                strings[key] = value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "";
            }
        }

        return strings;
    }

    public static JsonObject Of(IEnumerable<KeyValuePair<string, string>> strings)
    {
        var json = new JsonObject();
        foreach (var (key, value) in strings)
        {
            json[key] = value;
        }

        return json;
    }

    public static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);

    private static ImmutableArray<T> Items<T>(JsonObject json, string name) => json[name] is JsonArray list
        ? [.. list.Select(item => item is JsonValue value && value.TryGetValue<T>(out var read) ? read : throw IcebergException.Bad($"{name} holds something that is no {typeof(T).Name}"))]
        : throw IcebergException.Bad($"{name} is missing or no list");

    private static bool Get<T>(JsonObject json, string name, out T? value)
    {
        value = default;
        if (json[name] is not { } node)
        {
            return false;
        }

        return node is JsonValue scalar && scalar.TryGetValue(out value)
            ? true
            : throw IcebergException.Bad($"{name} is not a {typeof(T).Name}");
    }

    private static IcebergException Missing(string name) => IcebergException.Bad($"{name} is missing");
}
