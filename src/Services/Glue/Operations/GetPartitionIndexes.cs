using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the partition indexes of a table.</summary>
internal sealed class GetPartitionIndexes(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetPartitionIndexesRequest, GetPartitionIndexesResponse>
{
    public string Resource(CallContext call, GetPartitionIndexesRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetPartitionIndexesResponse> HandleAsync(
        CallContext call, GetPartitionIndexesRequest request, CancellationToken cancellationToken)
    {
        var at = links.Meant(call, "glue:GetPartitionIndexes", request.CatalogId, request.DatabaseName, request.TableName);
        var indexes = catalog.State.Read(state =>
        {
            var table = catalog.RequireTable(state, at);
            return catalog.Indexes.Of(state, at.Place, table.Database, table.Name);
        });
        return ValueTask.FromResult(new GetPartitionIndexesResponse
        {
            PartitionIndexDescriptorList = [.. indexes.Select(PartitionIndexing.Shown)],
        });
    }
}
