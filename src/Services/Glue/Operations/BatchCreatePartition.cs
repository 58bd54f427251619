using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Adds several partitions; those that cannot be added are named.</summary>
internal sealed class BatchCreatePartition(CatalogStore catalog, ResourceLinks links, CatalogWriter writer, TimeProvider clock)
    : IOperation<BatchCreatePartitionRequest, BatchCreatePartitionResponse>
{
    public string Resource(CallContext call, BatchCreatePartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<BatchCreatePartitionResponse> HandleAsync(
        CallContext call, BatchCreatePartitionRequest request, CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, "glue:BatchCreatePartition", request.CatalogId, request.DatabaseName, request.TableName);
        Batches.RequireSize("partitionInputList", request.PartitionInputList.Count, GlueLimits.BatchCreatePartitionsMax);
        var now = clock.GetUtcNow();
        var errors = await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(state, at);
                return Batches.Each(
                    request.PartitionInputList,
                    input => writer.CreatePartition(state, at.Place, table, Inputs.Partition(table, input, values: null, now)),
                    (input, error) => new PartitionError { PartitionValues = input.Values, ErrorDetail = Views.Error(error) });
            },
            cancellationToken);
        return new() { Errors = errors ?? [] };
    }
}
