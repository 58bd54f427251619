using System.Text.Json.Nodes;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Names of databases, in pages when asked for.</summary>
internal sealed class ListNamespaces(TableCatalog catalog, RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        RestNames.RequireCatalog(call, request.Catalog);
        if (!string.IsNullOrEmpty(request.Parent))
        {
            // Databases have no databases in them.
            tables.RequireDatabase(call, request.Parent.ToLowerInvariant());
            return ValueTask.FromResult(CatalogAnswer.Of(new() { ["namespaces"] = new JsonArray() }));
        }

        var names = catalog.ListDatabases(call).Select(database => database.Name).ToArray();
        return ValueTask.FromResult(CatalogAnswer.Of(RestPages.Of(request, names, "namespaces", name => new JsonArray(name))));
    }
}
