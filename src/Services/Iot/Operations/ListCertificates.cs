using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Certificates in the order they were made.</summary>
internal sealed class ListCertificates(CertificateTable certificates)
    : IOperation<ListCertificatesRequest, ListCertificatesResponse>
{
    public string Resource(CallContext call, ListCertificatesRequest request) => "*";

    public ValueTask<ListCertificatesResponse> HandleAsync(
        CallContext call, ListCertificatesRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var all = certificates.Store.Read(state => certificates.List(state, realm).ToList());
        var ordered = request.AscendingOrder == true
            ? all.OrderBy(certificate => certificate.CreatedAt).ThenBy(certificate => certificate.Id, StringComparer.Ordinal)
            : all.OrderByDescending(certificate => certificate.CreatedAt).ThenBy(certificate => certificate.Id, StringComparer.Ordinal);
        var (page, next) = Pages.AfterItem(ordered, certificate => certificate.Id, request.Marker, request.PageSize);
        return ValueTask.FromResult(new ListCertificatesResponse
        {
            Certificates =
            [
                .. page.Select(certificate => new Certificate
                {
                    CertificateArn = CertificateTable.ArnOf(certificate),
                    CertificateId = certificate.Id,
                    Status = certificate.Status,
                    CertificateMode = certificate.Mode,
                    CreationDate = certificate.CreatedAt,
                }),
            ],
            NextMarker = next,
        });
    }
}
