using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a table.</summary>
internal sealed class GetTable(CatalogStore catalog)
    : IOperation<GetTableRequest, GetTableResponse>
{
    public string Resource(CallContext call, GetTableRequest request) => Place.TableArn(call, request.DatabaseName, request.Name);

    public ValueTask<GetTableResponse> HandleAsync(
        CallContext call, GetTableRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetTable", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Refusals.TimeTravel(request.QueryAsOfTime, request.TransactionId);
        var table = catalog.State.Read(state => catalog.RequireTable(
            state, place, request.DatabaseName.ToLowerInvariant(), request.Name.ToLowerInvariant()));
        return ValueTask.FromResult(new GetTableResponse { Table = Views.Table(place, table) });
    }
}
