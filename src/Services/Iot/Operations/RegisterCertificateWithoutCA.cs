using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Registers a certificate that was made elsewhere.</summary>
internal sealed class RegisterCertificateWithoutCA(CertificateTable certificates)
    : IOperation<RegisterCertificateWithoutCARequest, RegisterCertificateWithoutCAResponse>
{
    public string Resource(CallContext call, RegisterCertificateWithoutCARequest request) => "*";

    public async ValueTask<RegisterCertificateWithoutCAResponse> HandleAsync(
        CallContext call, RegisterCertificateWithoutCARequest request, CancellationToken cancellationToken)
    {
        var status = request.Status ?? "INACTIVE";
        if (status is not ("ACTIVE" or "INACTIVE" or "REVOKED"))
        {
            throw IotErrors.Invalid($"A certificate cannot be registered as {status}");
        }

        var certificate = await certificates.RegisterAsync(
            IotRealm.Of(call), request.CertificatePem, status, "SNI_ONLY", cancellationToken);
        return new() { CertificateArn = CertificateTable.ArnOf(certificate), CertificateId = certificate.Id };
    }
}
