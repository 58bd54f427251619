using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows several partitions; those that are not there are left out.</summary>
internal sealed class BatchGetPartition(CatalogStore catalog)
    : IOperation<BatchGetPartitionRequest, BatchGetPartitionResponse>
{
    public string Resource(CallContext call, BatchGetPartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<BatchGetPartitionResponse> HandleAsync(
        CallContext call, BatchGetPartitionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:BatchGetPartition", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Batches.RequireSize("partitionsToGet", request.PartitionsToGet.Count, GlueLimits.BatchGetPartitionsMax);
        var table = catalog.State.Read(state => catalog.RequireTable(
            state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant()));
        var partitions = catalog.State.Read(state => request.PartitionsToGet
            .Select(wanted => catalog.FindPartition(state, place, table.Database, table.Name, Inputs.Values(table, wanted.Values)))
            .OfType<PartitionState>()
            .ToList());
        return ValueTask.FromResult(new BatchGetPartitionResponse
        {
            Partitions = [.. partitions.Select(partition => Views.Partition(place, table.Database, table.Name, partition))],
            UnprocessedKeys = [],
        });
    }
}
