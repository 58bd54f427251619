using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Workers;

namespace Weir.Services.Athena.Operations;

/// <summary>Gives a reservation's slots back. Its queries that run go on; those that wait do so with all others.</summary>
internal sealed class CancelCapacityReservation(CapacityReservations reservations, QueryQueue queue)
    : IOperation<CancelCapacityReservationRequest, CancelCapacityReservationResponse>
{
    public string Resource(CallContext call, CancelCapacityReservationRequest request) => AthenaArns.Capacity(call, request.Name);

    public async ValueTask<CancelCapacityReservationResponse> HandleAsync(
        CallContext call, CancelCapacityReservationRequest request, CancellationToken cancellationToken)
    {
        await reservations.CancelAsync(call, request.Name, cancellationToken);
        queue.Arrange();
        return new();
    }
}
