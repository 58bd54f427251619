using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Keeps statistics of columns of a partition.</summary>
internal sealed class UpdateColumnStatisticsForPartition(CatalogStore catalog)
    : IOperation<UpdateColumnStatisticsForPartitionRequest, UpdateColumnStatisticsForPartitionResponse>
{
    public string Resource(CallContext call, UpdateColumnStatisticsForPartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<UpdateColumnStatisticsForPartitionResponse> HandleAsync(
        CallContext call, UpdateColumnStatisticsForPartitionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:UpdateColumnStatisticsForPartition", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Batches.RequireSize("columnStatisticsList", request.ColumnStatisticsList.Count, GlueLimits.StatisticsUpdatesMax);
        var errors = await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(
                    state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
                var values = Inputs.Values(table, request.PartitionValues);
                _ = catalog.FindPartition(state, place, table.Database, table.Name, values) ?? throw GlueErrors.NoPartition();
                return Batches.Each(
                    request.ColumnStatisticsList,
                    statistics => catalog.Statistics.Put(
                        state, place, table.Database, table.Name, values, StatisticsRules.Check(table, statistics)),
                    (statistics, error) => new ColumnStatisticsError { ColumnStatistics = statistics, Error = Views.Error(error) });
            },
            cancellationToken);
        return new() { Errors = errors };
    }
}
