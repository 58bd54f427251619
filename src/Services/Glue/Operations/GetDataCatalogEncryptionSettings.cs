using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Says how the catalog is encrypted: not at all, which is the truth.</summary>
internal sealed class GetDataCatalogEncryptionSettings()
    : IOperation<GetDataCatalogEncryptionSettingsRequest, GetDataCatalogEncryptionSettingsResponse>
{
    public string Resource(CallContext call, GetDataCatalogEncryptionSettingsRequest request) => Place.CatalogArn(call);

    public ValueTask<GetDataCatalogEncryptionSettingsResponse> HandleAsync(
        CallContext call, GetDataCatalogEncryptionSettingsRequest request, CancellationToken cancellationToken)
    {
        Place.Of(call, request.CatalogId);
        return ValueTask.FromResult(new GetDataCatalogEncryptionSettingsResponse
        {
            DataCatalogEncryptionSettings = new()
            {
                EncryptionAtRest = new() { CatalogEncryptionMode = "DISABLED" },
                ConnectionPasswordEncryption = new() { ReturnConnectionPasswordEncrypted = false },
            },
        });
    }
}
