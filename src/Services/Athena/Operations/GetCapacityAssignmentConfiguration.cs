using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Tells which workgroups a reservation serves.</summary>
internal sealed class GetCapacityAssignmentConfiguration(CapacityReservations reservations)
    : IOperation<GetCapacityAssignmentConfigurationRequest, GetCapacityAssignmentConfigurationResponse>
{
    public string Resource(CallContext call, GetCapacityAssignmentConfigurationRequest request) => AthenaArns.Capacity(call, request.CapacityReservationName);

    public ValueTask<GetCapacityAssignmentConfigurationResponse> HandleAsync(
        CallContext call, GetCapacityAssignmentConfigurationRequest request, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(new GetCapacityAssignmentConfigurationResponse
        {
            CapacityAssignmentConfiguration = CapacityShapes.WriteAssignments(reservations.Require(call, request.CapacityReservationName)),
        });
    }
}
