using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Deletes several partitions; those that cannot be are named.</summary>
internal sealed class BatchDeletePartition(CatalogStore catalog, CatalogWriter writer)
    : IOperation<BatchDeletePartitionRequest, BatchDeletePartitionResponse>
{
    public string Resource(CallContext call, BatchDeletePartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<BatchDeletePartitionResponse> HandleAsync(
        CallContext call, BatchDeletePartitionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:BatchDeletePartition", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Batches.RequireSize("partitionsToDelete", request.PartitionsToDelete.Count, GlueLimits.BatchDeletePartitionsMax);
        var errors = await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(
                    state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
                return Batches.Each(
                    request.PartitionsToDelete,
                    wanted => writer.DeletePartition(state, place, table, Inputs.Values(table, wanted.Values)),
                    (wanted, error) => new PartitionError { PartitionValues = wanted.Values, ErrorDetail = Views.Error(error) });
            },
            cancellationToken);
        return new() { Errors = errors };
    }
}
