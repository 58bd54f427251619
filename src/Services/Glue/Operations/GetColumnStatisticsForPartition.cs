using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows the statistics of columns of a partition; those without are named.</summary>
internal sealed class GetColumnStatisticsForPartition(StatisticsChanges statistics)
    : IOperation<GetColumnStatisticsForPartitionRequest, GetColumnStatisticsForPartitionResponse>
{
    public string Resource(CallContext call, GetColumnStatisticsForPartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetColumnStatisticsForPartitionResponse> HandleAsync(
        CallContext call, GetColumnStatisticsForPartitionRequest request, CancellationToken cancellationToken)
    {
        var (found, errors) = statistics.Get(call, "glue:GetColumnStatisticsForPartition", request.CatalogId, request.DatabaseName, request.TableName, request.PartitionValues, request.ColumnNames);
        return ValueTask.FromResult(new GetColumnStatisticsForPartitionResponse { ColumnStatisticsList = found, Errors = errors });
    }
}
