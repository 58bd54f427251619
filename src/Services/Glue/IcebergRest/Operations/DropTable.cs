using Weir.Kernel.Identity;
using Weir.Kernel.Wire;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>Drops a table; its files go with it when that is asked for.</summary>
internal sealed class DropTable(RestTables tables) : IOperation<CatalogRequest, CatalogAnswer>
{
    /// <summary>The catalog's own rules authorize: on the table, its database and the catalog.</summary>
    public bool AuthorizesEachItem => true;

    public string Resource(CallContext call, CatalogRequest request) => "*";

    public async ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        await tables.DropAsync(call, RestNames.Database(call, request), RestNames.Table(request), request.IsPurge, cancellationToken);
        return CatalogAnswer.Nothing;
    }
}
