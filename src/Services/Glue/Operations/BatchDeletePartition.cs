using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes several partitions; those that cannot be are named.</summary>
internal sealed class BatchDeletePartition(CatalogStore catalog, ResourceLinks links, CatalogWriter writer)
    : IOperation<BatchDeletePartitionRequest, BatchDeletePartitionResponse>
{
    public string Resource(CallContext call, BatchDeletePartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<BatchDeletePartitionResponse> HandleAsync(
        CallContext call, BatchDeletePartitionRequest request, CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, "glue:BatchDeletePartition", request.CatalogId, request.DatabaseName, request.TableName);
        Batches.RequireSize("partitionsToDelete", request.PartitionsToDelete.Count, GlueLimits.BatchDeletePartitionsMax);
        var errors = await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(state, at);
                return Batches.Each(
                    request.PartitionsToDelete,
                    wanted => writer.DeletePartition(state, at.Place, table, Inputs.Values(table, wanted.Values)),
                    (wanted, error) => new PartitionError { PartitionValues = wanted.Values, ErrorDetail = Views.Error(error) });
            },
            cancellationToken);
        return new() { Errors = errors };
    }
}
