using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the databases of the catalog.</summary>
internal sealed class GetDatabases(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetDatabasesRequest, GetDatabasesResponse>
{
    public string Resource(CallContext call, GetDatabasesRequest request) => Place.CatalogArn(call);

    public ValueTask<GetDatabasesResponse> HandleAsync(
        CallContext call, GetDatabasesRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, request.CatalogId);
        var size = Paging.Size(request.MaxResults, GlueLimits.DatabasesPageMax);
        var after = Paging.Last(request.NextToken)?[0];
        var isBrief = Refusals.Attributes(request.AttributesToGet, "TARGET_DATABASE", out var withTarget);
        if (Refusals.IsForeign(request.ResourceShareType))
        {
            return ValueTask.FromResult(new GetDatabasesResponse { DatabaseList = [] });
        }

        var (databases, token) = catalog.State.Read(state =>
            Paging.Cut(catalog.Databases(state, place, after), size, database => [database.Name]));
        return ValueTask.FromResult(new GetDatabasesResponse
        {
            DatabaseList = [.. databases.Select(database => isBrief
                ? new Database { Name = database.Name, TargetDatabase = withTarget ? database.Target : null, CatalogId = place.Account }
                : Views.Database(place, links.See(call, "glue:GetDatabase", place, database)))],
            NextToken = token,
        });
    }
}
