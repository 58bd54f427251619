using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a table.</summary>
internal sealed class GetTable(ResourceLinks links)
    : IOperation<GetTableRequest, GetTableResponse>
{
    public string Resource(CallContext call, GetTableRequest request) => Place.TableArn(call, request.DatabaseName, request.Name);

    public ValueTask<GetTableResponse> HandleAsync(
        CallContext call, GetTableRequest request, CancellationToken cancellationToken)
    {
        Refusals.TimeTravel(request.QueryAsOfTime, request.TransactionId);
        var seen = links.Require(call, "glue:GetTable", request.CatalogId, request.DatabaseName, request.Name);
        return ValueTask.FromResult(new GetTableResponse { Table = Views.Table(seen.At.Place, seen.Table) });
    }
}
