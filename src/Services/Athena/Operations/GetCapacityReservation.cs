using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Describes a reservation.</summary>
internal sealed class GetCapacityReservation(CapacityReservations reservations)
    : IOperation<GetCapacityReservationRequest, GetCapacityReservationResponse>
{
    public string Resource(CallContext call, GetCapacityReservationRequest request) => AthenaArns.Capacity(call, request.Name);

    public ValueTask<GetCapacityReservationResponse> HandleAsync(
        CallContext call, GetCapacityReservationRequest request, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(new GetCapacityReservationResponse { CapacityReservation = CapacityShapes.Write(reservations.Require(call, request.Name)) });
    }
}
