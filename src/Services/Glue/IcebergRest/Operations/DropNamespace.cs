using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Drops a database that has no tables.</summary>
internal sealed class DropNamespace(TableCatalog catalog, RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public async ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        var name = RestNames.Database(call, request);
        tables.RequireDatabase(call, name);
        if (!await catalog.DropEmptyDatabaseAsync(call, name, cancellationToken))
        {
            throw RestErrors.NotEmpty(name);
        }

        return CatalogAnswer.Nothing;
    }
}
