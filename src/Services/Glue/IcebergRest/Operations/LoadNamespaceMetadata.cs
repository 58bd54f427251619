using System.Text.Json.Nodes;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>A database's properties.</summary>
internal sealed class LoadNamespaceMetadata(RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        var database = tables.RequireDatabase(call, RestNames.Database(call, request));
        return ValueTask.FromResult(CatalogAnswer.Of(new()
        {
            ["namespace"] = new JsonArray(database.Name),
            ["properties"] = Namespaces.Properties(database),
        }));
    }
}
