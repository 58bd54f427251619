using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Replaces several partitions; those that cannot be are named.</summary>
internal sealed class BatchUpdatePartition(CatalogStore catalog, CatalogWriter writer, TimeProvider clock)
    : IOperation<BatchUpdatePartitionRequest, BatchUpdatePartitionResponse>
{
    public string Resource(CallContext call, BatchUpdatePartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<BatchUpdatePartitionResponse> HandleAsync(
        CallContext call, BatchUpdatePartitionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:BatchUpdatePartition", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Batches.RequireSize("entries", request.Entries.Count, GlueLimits.BatchUpdatePartitionsMax);
        var now = clock.GetUtcNow();
        var errors = await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(
                    state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
                return Batches.Each(
                    request.Entries,
                    entry => writer.UpdatePartition(
                        state,
                        place,
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
        return new() { Errors = errors };
    }
}
