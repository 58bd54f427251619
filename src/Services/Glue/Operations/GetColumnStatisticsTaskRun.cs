using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Shows a task that computes statistics.</summary>
internal sealed class GetColumnStatisticsTaskRun(CatalogStore catalog)
    : IOperation<GetColumnStatisticsTaskRunRequest, GetColumnStatisticsTaskRunResponse>
{
    public string Resource(CallContext call, GetColumnStatisticsTaskRunRequest request) => "*";

    public ValueTask<GetColumnStatisticsTaskRunResponse> HandleAsync(
        CallContext call, GetColumnStatisticsTaskRunRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, catalogId: null);
        var found = catalog.State.Read(state => catalog.Things.StatisticsTasks.Find(state, place, request.ColumnStatisticsTaskRunId)) ?? throw GlueErrors.NoTask();
        call.Authorize("glue:GetColumnStatisticsTaskRun", Place.TableArn(call, found.Database, found.Table));
        return ValueTask.FromResult(new GetColumnStatisticsTaskRunResponse { ColumnStatisticsTaskRun = StatisticsRules.Shown(place, found) });
    }
}
