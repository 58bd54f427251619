using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Forgets the statistics of a column of a partition.</summary>
internal sealed class DeleteColumnStatisticsForPartition(CatalogStore catalog)
    : IOperation<DeleteColumnStatisticsForPartitionRequest, DeleteColumnStatisticsForPartitionResponse>
{
    public string Resource(CallContext call, DeleteColumnStatisticsForPartitionRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<DeleteColumnStatisticsForPartitionResponse> HandleAsync(
        CallContext call, DeleteColumnStatisticsForPartitionRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:DeleteColumnStatisticsForPartition", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(
                    state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
                var values = Inputs.Values(table, request.PartitionValues);
                _ = catalog.FindPartition(state, place, table.Database, table.Name, values) ?? throw GlueErrors.NoPartition();
                return catalog.Statistics.Delete(state, place, table.Database, table.Name, values, request.ColumnName.ToLowerInvariant())
                    ? true
                    : throw GlueErrors.NoStatistics(request.ColumnName);
            },
            cancellationToken);
        return new();
    }
}
