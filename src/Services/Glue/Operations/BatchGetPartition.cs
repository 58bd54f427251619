using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows several partitions; those that are not there are left out.</summary>
internal sealed class BatchGetPartition(CatalogStore catalog, ResourceLinks links)
    : IOperation<BatchGetPartitionRequest, BatchGetPartitionResponse>
{
    public string Resource(CallContext call, BatchGetPartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<BatchGetPartitionResponse> HandleAsync(
        CallContext call, BatchGetPartitionRequest request, CancellationToken cancellationToken)
    {
        var at = links.Meant(call, "glue:BatchGetPartition", request.CatalogId, request.DatabaseName, request.TableName);
        Batches.RequireSize("partitionsToGet", request.PartitionsToGet.Count, GlueLimits.BatchGetPartitionsMax);
        var table = catalog.State.Read(state => catalog.RequireTable(state, at));
        var partitions = catalog.State.Read(state => (table.Target is null ? request.PartitionsToGet : [])
            .Select(wanted => catalog.FindPartition(state, at.Place, table.Database, table.Name, Inputs.Values(table, wanted.Values)))
            .OfType<PartitionState>()
            .ToList());
        return ValueTask.FromResult(new BatchGetPartitionResponse
        {
            Partitions = [.. partitions.Select(partition => Views.Partition(at.Place, table.Database, table.Name, partition))],
            UnprocessedKeys = [],
        });
    }
}
