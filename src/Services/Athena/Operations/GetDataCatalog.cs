using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Describes a data catalog.</summary>
internal sealed class GetDataCatalog(DataCatalogs catalogs) : IOperation<GetDataCatalogRequest, GetDataCatalogResponse>
{
    public string Resource(CallContext call, GetDataCatalogRequest request) => AthenaArns.Catalog(call, request.Name);

    public ValueTask<GetDataCatalogResponse> HandleAsync(
        CallContext call, GetDataCatalogRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new GetDataCatalogResponse { DataCatalog = CatalogShapes.Write(catalogs.Require(call, request.Name)) });
}
