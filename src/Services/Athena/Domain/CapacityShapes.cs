using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>Capacity reservations as the API shows them.</summary>
internal static class CapacityShapes
{
    public static CapacityReservation Write(CapacityState reservation) => new()
    {
        Name = reservation.Name,
        Status = reservation.State,
        TargetDpus = reservation.TargetDpus,
        AllocatedDpus = reservation.AllocatedDpus,
        CreationTime = reservation.CreatedAt,
        LastSuccessfulAllocationTime = reservation.LastAllocatedAt,
        LastAllocation = new()
        {
            Status = reservation.LastAllocation.Status,
            StatusMessage = reservation.LastAllocation.Message,
            RequestTime = reservation.LastAllocation.At,
            RequestCompletionTime = reservation.LastAllocation.At,
        },
    };

    public static CapacityAssignmentConfiguration WriteAssignments(CapacityState reservation) => new()
    {
        CapacityReservationName = reservation.Name,
        CapacityAssignments = [.. reservation.Assignments.Select(groups => new CapacityAssignment { WorkGroupNames = groups })],
    };
}
