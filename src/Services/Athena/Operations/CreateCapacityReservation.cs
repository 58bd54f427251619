using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;
using Weir.Services.Athena.Workers;

namespace Weir.Services.Athena.Operations;

/// <summary>Reserves slots for the queries of workgroups that are assigned later.</summary>
internal sealed class CreateCapacityReservation(CapacityReservations reservations, QueryQueue queue, TimeProvider clock)
    : IOperation<CreateCapacityReservationRequest, CreateCapacityReservationResponse>
{
    public string Resource(CallContext call, CreateCapacityReservationRequest request) => AthenaArns.Capacity(call, request.Name);

    public async ValueTask<CreateCapacityReservationResponse> HandleAsync(
        CallContext call, CreateCapacityReservationRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await reservations.CreateAsync(
            call,
            new()
            {
                Name = request.Name,
                TargetDpus = request.TargetDpus,
                CreatedAt = now,
                LastAllocation = new(CapacityAllocationState.Failed, null, now),
                Tags = TagSets.Of(request.Tags),
            },
            cancellationToken);
        queue.Arrange();
        return new();
    }
}
