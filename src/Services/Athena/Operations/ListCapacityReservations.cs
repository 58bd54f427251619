using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists the account's reservations by name.</summary>
internal sealed class ListCapacityReservations(CapacityReservations reservations)
    : IOperation<ListCapacityReservationsRequest, ListCapacityReservationsResponse>
{
    public string Resource(CallContext call, ListCapacityReservationsRequest request) => "*";

    public ValueTask<ListCapacityReservationsResponse> HandleAsync(
        CallContext call, ListCapacityReservationsRequest request, CancellationToken cancellationToken)
    {
        var (page, next) = Pages.Cut(
            reservations.List(call), reservation => reservation.Name, request.NextToken, Constraints.PageSize(request.MaxResults, 1, AthenaLimits.PageDefault));
        return ValueTask.FromResult(new ListCapacityReservationsResponse { CapacityReservations = [.. page.Select(CapacityShapes.Write)], NextToken = next });
    }
}
