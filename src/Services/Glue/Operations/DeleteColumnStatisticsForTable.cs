using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Forgets the statistics of a column of a table.</summary>
internal sealed class DeleteColumnStatisticsForTable(CatalogStore catalog)
    : IOperation<DeleteColumnStatisticsForTableRequest, DeleteColumnStatisticsForTableResponse>
{
    public string Resource(CallContext call, DeleteColumnStatisticsForTableRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<DeleteColumnStatisticsForTableResponse> HandleAsync(
        CallContext call, DeleteColumnStatisticsForTableRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:DeleteColumnStatisticsForTable", request.DatabaseName);
        var place = Place.Of(call, request.CatalogId);
        await catalog.State.WriteAsync(
            state =>
            {
                var table = catalog.RequireTable(
                    state, place, request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant());
                return catalog.Statistics.Delete(state, place, table.Database, table.Name, null, request.ColumnName.ToLowerInvariant())
                    ? true
                    : throw GlueErrors.NoStatistics(request.ColumnName);
            },
            cancellationToken);
        return new();
    }
}
