using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>One certificate.</summary>
internal sealed class DescribeCertificate(CertificateTable certificates)
    : IOperation<DescribeCertificateRequest, DescribeCertificateResponse>
{
    public string Resource(CallContext call, DescribeCertificateRequest request) => IotRealm.Of(call).Arn($"cert/{request.CertificateId}");

    public ValueTask<DescribeCertificateResponse> HandleAsync(
        CallContext call, DescribeCertificateRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var certificate = certificates.Store.Read(state => certificates.Require(state, realm, request.CertificateId));
        return ValueTask.FromResult(new DescribeCertificateResponse
        {
            CertificateDescription = new()
            {
                CertificateArn = CertificateTable.ArnOf(certificate),
                CertificateId = certificate.Id,
                Status = certificate.Status,
                CertificatePem = certificate.Pem,
                OwnedBy = certificate.Account,
                CreationDate = certificate.CreatedAt,
                LastModifiedDate = certificate.ModifiedAt,
                CustomerVersion = certificate.Version,
                Validity = new() { NotBefore = certificate.NotBefore, NotAfter = certificate.NotAfter },
                CertificateMode = certificate.Mode,
            },
        });
    }
}
