using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Names of a database's Iceberg tables, in pages when asked for.</summary>
internal sealed class ListTables(TableCatalog catalog, RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        var database = tables.RequireDatabase(call, RestNames.Database(call, request)).Name;
        var names = catalog.ListTables(call, database, null).Where(IcebergEntry.IsIceberg).Select(table => table.Name).ToArray();
        return ValueTask.FromResult(CatalogAnswer.Of(RestPages.Of(request, names, "identifiers", name => RestNames.Identifier(database, name))));
    }
}
