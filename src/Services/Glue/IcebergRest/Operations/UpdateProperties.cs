using System.Text.Json.Nodes;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Sets and removes properties of a database.</summary>
internal sealed class UpdateProperties(TableCatalog catalog) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public async ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        var name = RestNames.Database(call, request);
        var document = request.Document();
        var updates = Namespaces.Texts(document["updates"]);
        var removals = Removals(document["removals"]);
        if (removals.FirstOrDefault(updates.ContainsKey) is { } both)
        {
            throw RestErrors.Overlap(both);
        }

        List<string> removed = [];
        await catalog.ChangeDatabaseAsync(
            call,
            name,
            database =>
            {
                var pairs = Namespaces.Pairs(database);
                removed = [.. removals.Where(pairs.Remove)];
                foreach (var (key, value) in updates)
                {
                    pairs[key] = value;
                }

                return Namespaces.Of(name, pairs);
            },
            cancellationToken);
        return CatalogAnswer.Of(new()
        {
            ["updated"] = List(updates.Keys),
            ["removed"] = List(removed),
            ["missing"] = List(removals.Except(removed)),
        });
    }

    private static string[] Removals(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw RestErrors.BadRequest("removals holds something that is no text")).Distinct()],
        _ => throw RestErrors.BadRequest("removals is no list"),
    };

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
