using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Gives a table another name, or another database.</summary>
internal sealed class RenameTable(TableCatalog catalog, RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public async ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        RestNames.RequireCatalog(call, request.Catalog);
        var document = request.Document();
        var source = RestNames.Identifier(document["source"]);
        var destination = RestNames.Identifier(document["destination"]);
        tables.Require(call, source.Database, source.Table);
        tables.RequireDatabase(call, destination.Database);
        if (catalog.FindTable(call, destination.Database, destination.Table) is not null)
        {
            throw RestErrors.Exists($"Table {destination.Database}.{destination.Table}");
        }

        await catalog.RenameTableAsync(call, source.Database, source.Table, destination.Database, destination.Table, cancellationToken);
        return CatalogAnswer.Nothing;
    }
}
