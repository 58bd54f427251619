using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Forgets a cancelled reservation.</summary>
internal sealed class DeleteCapacityReservation(CapacityReservations reservations)
    : IOperation<DeleteCapacityReservationRequest, DeleteCapacityReservationResponse>
{
    public string Resource(CallContext call, DeleteCapacityReservationRequest request) => AthenaArns.Capacity(call, request.Name);

    public async ValueTask<DeleteCapacityReservationResponse> HandleAsync(
        CallContext call, DeleteCapacityReservationRequest request, CancellationToken cancellationToken)
    {
        await reservations.DeleteAsync(call, request.Name, cancellationToken);
        return new();
    }
}
