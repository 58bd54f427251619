using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Describes a database of the catalog.</summary>
internal sealed class GetDatabase(ITableCatalog catalog, DataCatalogs catalogs) : IOperation<GetDatabaseRequest, GetDatabaseResponse>
{
    public string Resource(CallContext call, GetDatabaseRequest request) => AthenaArns.Catalog(call, request.CatalogName);

    public ValueTask<GetDatabaseResponse> HandleAsync(
        CallContext call, GetDatabaseRequest request, CancellationToken cancellationToken)
    {
        catalogs.RequireGlue(call, request.CatalogName);
        var database = catalog.FindDatabase(call, request.DatabaseName.ToLowerInvariant())
            ?? throw AthenaErrors.Metadata($"Database {request.DatabaseName} not found.");
        return ValueTask.FromResult(new GetDatabaseResponse { Database = CatalogShapes.Write(database) });
    }
}
