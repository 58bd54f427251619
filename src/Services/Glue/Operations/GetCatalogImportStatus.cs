using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Says that nothing is left to import: there never was another catalog.</summary>
internal sealed class GetCatalogImportStatus()
    : IOperation<GetCatalogImportStatusRequest, GetCatalogImportStatusResponse>
{
    public string Resource(CallContext call, GetCatalogImportStatusRequest request) => Place.CatalogArn(call);

    public ValueTask<GetCatalogImportStatusResponse> HandleAsync(
        CallContext call, GetCatalogImportStatusRequest request, CancellationToken cancellationToken)
    {
        Place.Of(call, request.CatalogId);
        return ValueTask.FromResult(new GetCatalogImportStatusResponse { ImportStatus = new() { ImportCompleted = true } });
    }
}
