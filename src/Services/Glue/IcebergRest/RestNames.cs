using System.Text.Json.Nodes;
using Weir.Kernel.Identity;

namespace Weir.Services.Glue.IcebergRest;

/// <summary>Catalogs, namespaces and tables as requests name them.</summary>
internal static class RestNames
{
    private const char LevelSeparator = '\u001F';

    /// <summary>The catalog of an account: its number, with or without a colon; a colon alone is the caller's. No other is built.</summary>
    public static void RequireCatalog(CallContext call, string catalog)
    {
        if (catalog is not ("" or ":") && catalog.TrimEnd(':') != call.Account)
        {
            throw IsAccount(catalog.TrimEnd(':')) ? GlueErrors.OtherCatalog(catalog.TrimEnd(':')) : RestErrors.NoCatalog(catalog);
        }
    }

    /// <summary>A namespace of a path: databases have one level.</summary>
    public static string Database(CallContext call, CatalogRequest request)
    {
        RequireCatalog(call, request.Catalog);
        return request.Namespace.Contains(LevelSeparator, StringComparison.Ordinal)
            ? throw RestErrors.NoNamespace(request.Namespace.Replace(LevelSeparator, '.'))
            : request.Namespace.ToLowerInvariant();
    }

    public static string Table(CatalogRequest request) => request.Table.ToLowerInvariant();

    /// <summary>A namespace of a document: a list of levels.</summary>
    public static string Database(JsonNode? levels) => levels switch
    {
        JsonArray { Count: 1 } list when Text(list[0]) is { Length: > 0 } name => name.ToLowerInvariant(),
        JsonArray { Count: > 1 } => throw RestErrors.BadRequest("A namespace of this catalog has one level"),
        _ => throw RestErrors.BadRequest("A namespace is a list of names"),
    };

    /// <summary>A table of a document: <c>{"namespace": […], "name": …}</c>.</summary>
    public static (string Database, string Table) Identifier(JsonNode? identifier) => identifier is JsonObject json
        ? (Database(json["namespace"]), Required(json, "name").ToLowerInvariant())
        : throw RestErrors.BadRequest("A table is named by its namespace and its name");

    public static string Required(JsonObject json, string name) =>
        Text(json[name]) is { Length: > 0 } text ? text : throw RestErrors.BadRequest($"{name} is missing or no text");

    public static JsonObject Identifier(string database, string table) => new() { ["namespace"] = new JsonArray(database), ["name"] = table };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool IsAccount(string catalog) => catalog.Length == 12 && catalog.All(char.IsAsciiDigit);
}
