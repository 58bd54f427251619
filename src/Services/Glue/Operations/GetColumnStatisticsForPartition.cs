using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows the statistics of columns of a partition; those without are named.</summary>
internal sealed class GetColumnStatisticsForPartition(CatalogStore catalog)
    : IOperation<GetColumnStatisticsForPartitionRequest, GetColumnStatisticsForPartitionResponse>
{
    public string Resource(CallContext call, GetColumnStatisticsForPartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetColumnStatisticsForPartitionResponse> HandleAsync(
        CallContext call, GetColumnStatisticsForPartitionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:GetColumnStatisticsForPartition", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        Batches.RequireSize("columnNames", request.ColumnNames.Count, GlueLimits.StatisticsColumnsMax);
        return ValueTask.FromResult(catalog.State.Read(state =>
        {
            var table = catalog.RequireTable(
                state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
            var values = Inputs.Values(table, request.PartitionValues);
            _ = catalog.FindPartition(state, place, table.Database, table.Name, values) ?? throw GlueErrors.NoPartition();
            var found = new List<ColumnStatistics>();
            var errors = new List<ColumnError>();
            foreach (var name in request.ColumnNames)
            {
                if (catalog.Statistics.Find(state, place, table.Database, table.Name, values, name.ToLowerInvariant()) is { } statistics)
                {
                    found.Add(statistics);
                }
                else
                {
                    errors.Add(new() { ColumnName = name, Error = Views.Error(GlueErrors.NoStatistics(name)) });
                }
            }

            return new GetColumnStatisticsForPartitionResponse { ColumnStatisticsList = found, Errors = errors };
        }));
    }
}
