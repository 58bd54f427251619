using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Describes a table of the catalog.</summary>
internal sealed class GetTableMetadata(ITableCatalog catalog, DataCatalogs catalogs) : IOperation<GetTableMetadataRequest, GetTableMetadataResponse>
{
    public string Resource(CallContext call, GetTableMetadataRequest request) => AthenaArns.Catalog(call, request.CatalogName);

    public ValueTask<GetTableMetadataResponse> HandleAsync(
        CallContext call, GetTableMetadataRequest request, CancellationToken cancellationToken)
    {
        catalogs.RequireGlue(call, request.CatalogName);
        var table = catalog.FindTable(call, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant())
            ?? throw AthenaErrors.Metadata($"Table {request.TableName} not found.");
        return ValueTask.FromResult(new GetTableMetadataResponse { TableMetadata = CatalogShapes.Write(table) });
    }
}
