using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists connections of a kind.</summary>
internal sealed class GetConnections(CatalogStore catalog)
    : IOperation<GetConnectionsRequest, GetConnectionsResponse>
{
    public string Resource(CallContext call, GetConnectionsRequest request) => Place.CatalogArn(call);

    public ValueTask<GetConnectionsResponse> HandleAsync(
        CallContext call, GetConnectionsRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, request.CatalogId);
        var size = Paging.Size(request.MaxResults, GlueLimits.ConnectionsPageMax);
        var after = Paging.Last(request.NextToken)?[0];
        var wanted = request.Filter;
        var (found, token) = catalog.State.Read(state => Paging.Cut(
            catalog.Things.Connections.All(state, place, after).Where(connection => Connections.Matches(connection, wanted)),
            size,
            connection => [connection.Name]));
        return ValueTask.FromResult(new GetConnectionsResponse
        {
            ConnectionList = [.. found.Select(connection => Connections.Shown(connection, request.HidePassword == true))],
            NextToken = token,
        });
    }
}
