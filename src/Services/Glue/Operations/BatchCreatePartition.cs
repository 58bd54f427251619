using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Adds several partitions; those that cannot be added are named.</summary>
internal sealed class BatchCreatePartition(CatalogStore catalog, CatalogWriter writer, TimeProvider clock)
    : IOperation<BatchCreatePartitionRequest, BatchCreatePartitionResponse>
{
    public string Resource(CallContext call, BatchCreatePartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<BatchCreatePartitionResponse> HandleAsync(
        CallContext call, BatchCreatePartitionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:BatchCreatePartition", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Batches.RequireSize("partitionInputList", request.PartitionInputList.Count, GlueLimits.BatchCreatePartitionsMax);
        var now = clock.GetUtcNow();
        var errors = await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(
                    state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
                return Batches.Each(
                    request.PartitionInputList,
                    input => writer.CreatePartition(state, place, table, Inputs.Partition(table, input, values: null, now)),
                    (input, error) => new PartitionError { PartitionValues = input.Values, ErrorDetail = Views.Error(error) });
            },
            cancellationToken);
        return new() { Errors = errors };
    }
}
