using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Deletes an inactive certificate without things, and without policies unless forced.</summary>
internal sealed class DeleteCertificate(CertificateTable certificates, PolicyTable policies, ThingTable things)
    : IOperation<DeleteCertificateRequest, DeleteCertificateResponse>
{
    public string Resource(CallContext call, DeleteCertificateRequest request) => IotRealm.Of(call).Arn($"cert/{request.CertificateId}");

    public async ValueTask<DeleteCertificateResponse> HandleAsync(
        CallContext call, DeleteCertificateRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await certificates.Store.WriteAsync(
            state =>
            {
                var certificate = certificates.Require(state, realm, request.CertificateId);
                var arn = CertificateTable.ArnOf(certificate);
                if (certificate.Status == "ACTIVE")
                {
                    throw IotErrors.CertificateState(
                        $"Certificate must be deactivated (not ACTIVE) before deletion. certificateId = {certificate.Id}");
                }

                if (things.Principals.RightOf(state, realm, arn).Count > 0)
                {
                    throw IotErrors.DeleteConflict($"Things must be detached before deletion (arn: {arn})");
                }

                var attached = policies.Targets.LeftOf(state, realm, arn);
                if (attached.Count > 0 && request.ForceDelete != true)
                {
                    throw IotErrors.DeleteConflict($"Certificate policies must be detached before deletion (arn: {arn})");
                }

                attached.ForEach(policy => policies.Targets.Remove(state, realm, policy, arn));
                certificates.Delete(state, realm, certificate.Id);
                return true;
            },
            cancellationToken);
        policies.Changed();
        return new();
    }
}
