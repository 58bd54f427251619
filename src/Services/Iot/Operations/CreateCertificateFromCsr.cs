using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>A certificate for the key of a signing request.</summary>
internal sealed class CreateCertificateFromCsr(CertificateTable certificates, TimeProvider clock)
    : IOperation<CreateCertificateFromCsrRequest, CreateCertificateFromCsrResponse>
{
    public string Resource(CallContext call, CreateCertificateFromCsrRequest request) => "*";

    public async ValueTask<CreateCertificateFromCsrResponse> HandleAsync(
        CallContext call, CreateCertificateFromCsrRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var authority = await certificates.AuthorityAsync(cancellationToken);
        var pem = certificates.Factory.SignRequest(request.CertificateSigningRequest, authority, clock.GetUtcNow());
        var status = request.SetAsActive == true ? "ACTIVE" : "INACTIVE";
        var certificate = await certificates.RegisterAsync(realm, pem, status, "DEFAULT", cancellationToken);
        return new()
        {
            CertificateArn = CertificateTable.ArnOf(certificate),
            CertificateId = certificate.Id,
            CertificatePem = certificate.Pem,
        };
    }
}
