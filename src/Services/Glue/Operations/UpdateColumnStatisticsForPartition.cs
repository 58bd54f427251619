using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Keeps statistics of columns of a partition.</summary>
internal sealed class UpdateColumnStatisticsForPartition(StatisticsChanges statistics)
    : IOperation<UpdateColumnStatisticsForPartitionRequest, UpdateColumnStatisticsForPartitionResponse>
{
    public string Resource(CallContext call, UpdateColumnStatisticsForPartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<UpdateColumnStatisticsForPartitionResponse> HandleAsync(
        CallContext call, UpdateColumnStatisticsForPartitionRequest request, CancellationToken cancellationToken)
    {
        var errors = await statistics.UpdateAsync(
            call, "glue:UpdateColumnStatisticsForPartition", request.CatalogId, request.DatabaseName, request.TableName, request.PartitionValues, request.ColumnStatisticsList, cancellationToken);
        return new() { Errors = errors };
    }
}
