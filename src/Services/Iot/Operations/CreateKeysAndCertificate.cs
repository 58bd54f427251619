using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>A fresh key pair and its certificate. The private key is shown this once and not kept.</summary>
internal sealed class CreateKeysAndCertificate(CertificateTable certificates, TimeProvider clock)
    : IOperation<CreateKeysAndCertificateRequest, CreateKeysAndCertificateResponse>
{
    public string Resource(CallContext call, CreateKeysAndCertificateRequest request) => "*";

    public async ValueTask<CreateKeysAndCertificateResponse> HandleAsync(
        CallContext call, CreateKeysAndCertificateRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var authority = await certificates.AuthorityAsync(cancellationToken);
        var made = certificates.Factory.CreateKeys(authority, clock.GetUtcNow());
        var status = request.SetAsActive == true ? "ACTIVE" : "INACTIVE";
        var certificate = await certificates.RegisterAsync(realm, made.CertificatePem, status, "DEFAULT", cancellationToken);
        return new()
        {
            CertificateArn = CertificateTable.ArnOf(certificate),
            CertificateId = certificate.Id,
            CertificatePem = certificate.Pem,
            KeyPair = new() { PublicKey = made.PublicKeyPem, PrivateKey = made.PrivateKeyPem },
        };
    }
}
