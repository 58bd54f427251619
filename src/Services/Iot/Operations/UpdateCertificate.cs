using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Activates, deactivates or revokes a certificate.</summary>
internal sealed class UpdateCertificate(CertificateTable certificates, PolicyTable policies, TimeProvider clock)
    : IOperation<UpdateCertificateRequest, UpdateCertificateResponse>
{
    public string Resource(CallContext call, UpdateCertificateRequest request) => IotRealm.Of(call).Arn($"cert/{request.CertificateId}");

    public async ValueTask<UpdateCertificateResponse> HandleAsync(
        CallContext call, UpdateCertificateRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        if (request.NewStatus is not ("ACTIVE" or "INACTIVE" or "REVOKED"))
        {
            throw IotErrors.Invalid($"The status of a certificate cannot be set to {request.NewStatus}");
        }

        await certificates.Store.WriteAsync(
            state =>
            {
                var certificate = certificates.Require(state, realm, request.CertificateId);
                certificates.Put(state, realm, certificate with
                {
                    Status = request.NewStatus,
                    ModifiedAt = clock.GetUtcNow(),
                    Version = certificate.Version + 1,
                });
                return true;
            },
            cancellationToken);
        policies.Changed();
        return new();
    }
}
