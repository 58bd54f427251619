using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Keeps statistics of columns of a table.</summary>
internal sealed class UpdateColumnStatisticsForTable(StatisticsChanges statistics)
    : IOperation<UpdateColumnStatisticsForTableRequest, UpdateColumnStatisticsForTableResponse>
{
    public string Resource(CallContext call, UpdateColumnStatisticsForTableRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<UpdateColumnStatisticsForTableResponse> HandleAsync(
        CallContext call, UpdateColumnStatisticsForTableRequest request, CancellationToken cancellationToken)
    {
        var errors = await statistics.UpdateAsync(
            call, "glue:UpdateColumnStatisticsForTable", request.CatalogId, request.DatabaseName, request.TableName, partition: null, request.ColumnStatisticsList, cancellationToken);
        return new() { Errors = errors };
    }
}
