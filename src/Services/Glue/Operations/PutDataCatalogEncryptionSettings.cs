using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Accepts that nothing is encrypted; a promise of encryption is refused by name, for nothing would keep it.</summary>
internal sealed class PutDataCatalogEncryptionSettings()
    : IOperation<PutDataCatalogEncryptionSettingsRequest, PutDataCatalogEncryptionSettingsResponse>
{
    public string Resource(CallContext call, PutDataCatalogEncryptionSettingsRequest request) => Place.CatalogArn(call);

    public ValueTask<PutDataCatalogEncryptionSettingsResponse> HandleAsync(
        CallContext call, PutDataCatalogEncryptionSettingsRequest request, CancellationToken cancellationToken)
    {
        Place.Of(call, request.CatalogId);
        var wanted = request.DataCatalogEncryptionSettings;
        if (wanted.EncryptionAtRest?.CatalogEncryptionMode is not (null or "DISABLED" or "SSE-KMS" or "SSE-KMS-WITH-SERVICE-ROLE"))
        {
            throw GlueErrors.Invalid($"There is no encryption mode {wanted.EncryptionAtRest!.CatalogEncryptionMode}.");
        }

        if (wanted.EncryptionAtRest is { CatalogEncryptionMode: not "DISABLED" })
        {
            throw GlueErrors.NotBuilt(nameof(wanted.EncryptionAtRest));
        }

        if (wanted.ConnectionPasswordEncryption is { ReturnConnectionPasswordEncrypted: true })
        {
            throw GlueErrors.NotBuilt(nameof(wanted.ConnectionPasswordEncryption));
        }

        return ValueTask.FromResult(new PutDataCatalogEncryptionSettingsResponse());
    }
}
