using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Workers;

namespace Weir.Services.Athena.Operations;

/// <summary>Says which workgroups a reservation serves, in place of those before.</summary>
internal sealed class PutCapacityAssignmentConfiguration(CapacityReservations reservations, QueryQueue queue)
    : IOperation<PutCapacityAssignmentConfigurationRequest, PutCapacityAssignmentConfigurationResponse>
{
    public string Resource(CallContext call, PutCapacityAssignmentConfigurationRequest request) => AthenaArns.Capacity(call, request.CapacityReservationName);

    public async ValueTask<PutCapacityAssignmentConfigurationResponse> HandleAsync(
        CallContext call, PutCapacityAssignmentConfigurationRequest request, CancellationToken cancellationToken)
    {
        var assignments = request.CapacityAssignments.Select(assignment => (IReadOnlyList<string>)[.. assignment.WorkGroupNames ?? []]);
        await reservations.AssignAsync(call, request.CapacityReservationName, [.. assignments], cancellationToken);
        queue.Arrange();
        return new();
    }
}
