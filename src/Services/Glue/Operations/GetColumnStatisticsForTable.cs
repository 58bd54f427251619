using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows the statistics of columns of a table; those without are named.</summary>
internal sealed class GetColumnStatisticsForTable(StatisticsChanges statistics)
    : IOperation<GetColumnStatisticsForTableRequest, GetColumnStatisticsForTableResponse>
{
    public string Resource(CallContext call, GetColumnStatisticsForTableRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetColumnStatisticsForTableResponse> HandleAsync(
        CallContext call, GetColumnStatisticsForTableRequest request, CancellationToken cancellationToken)
    {
        var (found, errors) = statistics.Get(call, "glue:GetColumnStatisticsForTable", request.CatalogId, request.DatabaseName, request.TableName, partition: null, request.ColumnNames);
        return ValueTask.FromResult(new GetColumnStatisticsForTableResponse { ColumnStatisticsList = found, Errors = errors });
    }
}
