using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the versions of a table that are kept, newest first.</summary>
internal sealed class GetTableVersions(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetTableVersionsRequest, GetTableVersionsResponse>
{
    public string Resource(CallContext call, GetTableVersionsRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetTableVersionsResponse> HandleAsync(
        CallContext call, GetTableVersionsRequest request, CancellationToken cancellationToken)
    {
        var at = links.Meant(call, "glue:GetTableVersions", request.CatalogId, request.DatabaseName, request.TableName);
        var table = catalog.State.Read(state => catalog.RequireTable(state, at));
        var size = Paging.Size(request.MaxResults, GlueLimits.VersionsPageMax);
        var last = Paging.Last(request.NextToken) is { } parts ? Views.Version(parts[0]) : null;
        var (versions, token) = catalog.State.Read(state =>
        {
            var archived = catalog.Versions(state, at.Place, table.Database, table.Name, last ?? table.Version);
            return Paging.Cut(last is null ? archived.Prepend(table) : archived, size, version => [Views.VersionId(version.Version)]);
        });
        return ValueTask.FromResult(new GetTableVersionsResponse
        {
            TableVersions =
            [
                .. versions.Select(version => new TableVersion
                {
                    Table = Views.Table(at.Place, version),
                    VersionId = Views.VersionId(version.Version),
                }),
            ],
            NextToken = token,
        });
    }
}
