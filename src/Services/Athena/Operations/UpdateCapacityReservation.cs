using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Workers;

namespace Weir.Services.Athena.Operations;

/// <summary>Makes a reservation larger or smaller.</summary>
internal sealed class UpdateCapacityReservation(CapacityReservations reservations, QueryQueue queue)
    : IOperation<UpdateCapacityReservationRequest, UpdateCapacityReservationResponse>
{
    public string Resource(CallContext call, UpdateCapacityReservationRequest request) => AthenaArns.Capacity(call, request.Name);

    public async ValueTask<UpdateCapacityReservationResponse> HandleAsync(
        CallContext call, UpdateCapacityReservationRequest request, CancellationToken cancellationToken)
    {
        await reservations.ResizeAsync(call, request.Name, request.TargetDpus, cancellationToken);
        queue.Arrange();
        return new();
    }
}
