using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Replaces several partitions; those that cannot be are named.</summary>
internal sealed class BatchUpdatePartition(CatalogStore catalog, ResourceLinks links, CatalogWriter writer, TimeProvider clock)
    : IOperation<BatchUpdatePartitionRequest, BatchUpdatePartitionResponse>
{
    public string Resource(CallContext call, BatchUpdatePartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<BatchUpdatePartitionResponse> HandleAsync(
        CallContext call, BatchUpdatePartitionRequest request, CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, "glue:BatchUpdatePartition", request.CatalogId, request.DatabaseName, request.TableName);
        Batches.RequireSize("entries", request.Entries.Count, GlueLimits.BatchUpdatePartitionsMax);
        var now = clock.GetUtcNow();
        var errors = await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(state, at);
                return Batches.Each(
                    request.Entries,
                    entry => writer.UpdatePartition(
                        state,
                        at.Place,
                        table,
                        Inputs.Values(table, entry.PartitionValueList),
                        Inputs.Partition(table, entry.PartitionInput, entry.PartitionValueList, now)),
                    (entry, error) => new BatchUpdatePartitionFailureEntry
                    {
                        PartitionValueList = entry.PartitionValueList,
                        ErrorDetail = Views.Error(error),
                    });
            },
            cancellationToken);
        return new() { Errors = errors ?? [] };
    }
}
