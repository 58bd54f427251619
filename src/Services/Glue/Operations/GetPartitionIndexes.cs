using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the partition indexes of a table: none, for every table's partitions are kept in the order of their values.</summary>
internal sealed class GetPartitionIndexes(CatalogStore catalog)
    : IOperation<GetPartitionIndexesRequest, GetPartitionIndexesResponse>
{
    public string Resource(CallContext call, GetPartitionIndexesRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetPartitionIndexesResponse> HandleAsync(
        CallContext call, GetPartitionIndexesRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetPartitionIndexes", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        catalog.State.Read(state => catalog.RequireTable(
            state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant()));
        return ValueTask.FromResult(new GetPartitionIndexesResponse { PartitionIndexDescriptorList = [] });
    }
}
