using Weir.Engines.Iceberg.Catalogs;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Creates a table, or tells what it would be.</summary>
internal sealed class CreateTable(RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public async ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        var database = RestNames.Database(call, request);
        var create = RestTables.Told(() => CreateRequest.Parse(request.Document()));
        return CatalogAnswer.Of(RestTables.Shown(call, await tables.CreateAsync(call, database, create, cancellationToken)));
    }
}
