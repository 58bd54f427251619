using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Operations;

/// <summary>Forgets the statistics of a column of a table.</summary>
internal sealed class DeleteColumnStatisticsForTable(StatisticsChanges statistics)
    : IOperation<DeleteColumnStatisticsForTableRequest, DeleteColumnStatisticsForTableResponse>
{
    public string Resource(CallContext call, DeleteColumnStatisticsForTableRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<DeleteColumnStatisticsForTableResponse> HandleAsync(
        CallContext call, DeleteColumnStatisticsForTableRequest request, CancellationToken cancellationToken)
    {
        await statistics.DeleteAsync(
            call, "glue:DeleteColumnStatisticsForTable", request.CatalogId, request.DatabaseName, request.TableName, partition: null, request.ColumnName, cancellationToken);
        return new();
    }
}
