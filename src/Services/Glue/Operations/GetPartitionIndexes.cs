using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the partition indexes of a table.</summary>
internal sealed class GetPartitionIndexes(CatalogStore catalog)
    : IOperation<GetPartitionIndexesRequest, GetPartitionIndexesResponse>
{
    public string Resource(CallContext call, GetPartitionIndexesRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetPartitionIndexesResponse> HandleAsync(
        CallContext call, GetPartitionIndexesRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetPartitionIndexes", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        var indexes = catalog.State.Read(state =>
        {
            var table = catalog.RequireTable(
                state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
            return catalog.Indexes.Of(state, place, table.Database, table.Name);
        });
        return ValueTask.FromResult(new GetPartitionIndexesResponse
        {
            PartitionIndexDescriptorList = [.. indexes.Select(PartitionIndexing.Shown)],
        });
    }
}
