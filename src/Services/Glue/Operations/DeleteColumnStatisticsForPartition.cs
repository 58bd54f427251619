using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Forgets the statistics of a column of a partition.</summary>
internal sealed class DeleteColumnStatisticsForPartition(StatisticsChanges statistics)
    : IOperation<DeleteColumnStatisticsForPartitionRequest, DeleteColumnStatisticsForPartitionResponse>
{
    public string Resource(CallContext call, DeleteColumnStatisticsForPartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<DeleteColumnStatisticsForPartitionResponse> HandleAsync(
        CallContext call, DeleteColumnStatisticsForPartitionRequest request, CancellationToken cancellationToken)
    {
        await statistics.DeleteAsync(
            call, "glue:DeleteColumnStatisticsForPartition", request.CatalogId, request.DatabaseName, request.TableName, request.PartitionValues, request.ColumnName, cancellationToken);
        return new();
    }
}
