using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Keeps statistics of columns of a table.</summary>
internal sealed class UpdateColumnStatisticsForTable(CatalogStore catalog)
    : IOperation<UpdateColumnStatisticsForTableRequest, UpdateColumnStatisticsForTableResponse>
{
    public string Resource(CallContext call, UpdateColumnStatisticsForTableRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<UpdateColumnStatisticsForTableResponse> HandleAsync(
        CallContext call, UpdateColumnStatisticsForTableRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:UpdateColumnStatisticsForTable", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Batches.RequireSize("columnStatisticsList", request.ColumnStatisticsList.Count, GlueLimits.StatisticsUpdatesMax);
        var errors = await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(
                    state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
                return Batches.Each(
                    request.ColumnStatisticsList,
                    statistics => catalog.Statistics.Put(
                        state, place, table.Database, table.Name, null, StatisticsRules.Check(table, statistics)),
                    (statistics, error) => new ColumnStatisticsError { ColumnStatistics = statistics, Error = Views.Error(error) });
            },
            cancellationToken);
        return new() { Errors = errors };
    }
}
