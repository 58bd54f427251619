using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.Workers;

namespace Weir.Services.Glue.Operations;

/// <summary>Stops the task that computes a table's statistics.</summary>
internal sealed class StopColumnStatisticsTaskRun(StatisticsRunner runner)
    : IOperation<StopColumnStatisticsTaskRunRequest, StopColumnStatisticsTaskRunResponse>
{
    public string Resource(CallContext call, StopColumnStatisticsTaskRunRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public async ValueTask<StopColumnStatisticsTaskRunResponse> HandleAsync(
        CallContext call, StopColumnStatisticsTaskRunRequest request, CancellationToken cancellationToken)
    {
        call.AuthorizeAbove("glue:StopColumnStatisticsTaskRun", request.DatabaseName);
        await runner.StopAsync(
            Place.Of(call, catalogId: null), request.DatabaseName.ToLowerInvariant(), request.TableName.ToLowerInvariant(), cancellationToken);
        return new();
    }
}
