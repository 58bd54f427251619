using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Tells how an execution spent its time and what went through it.</summary>
internal sealed class GetQueryRuntimeStatistics(Executions executions)
    : IOperation<GetQueryRuntimeStatisticsRequest, GetQueryRuntimeStatisticsResponse>
{
    public string Resource(CallContext call, GetQueryRuntimeStatisticsRequest request) =>
        AthenaArns.WorkGroup(call, executions.Find(call, request.QueryExecutionId)?.WorkGroup);

    public ValueTask<GetQueryRuntimeStatisticsResponse> HandleAsync(
        CallContext call, GetQueryRuntimeStatisticsRequest request, CancellationToken cancellationToken)
    {
        var execution = executions.Require(call, request.QueryExecutionId);
        var statistics = execution.Statistics;
        return ValueTask.FromResult(new GetQueryRuntimeStatisticsResponse
        {
            QueryRuntimeStatistics = new()
            {
                Timeline = new()
                {
                    QueryQueueTimeInMillis = statistics.QueuedMillis,
                    QueryPlanningTimeInMillis = statistics.PlanningMillis,
                    EngineExecutionTimeInMillis = statistics.EngineMillis,
                    ServiceProcessingTimeInMillis = statistics.ServiceMillis,
                    TotalExecutionTimeInMillis = statistics.TotalMillis,
                },
                Rows = new()
                {
                    InputBytes = statistics.ScannedBytes,
                    OutputRows = statistics.OutputRows,
                    OutputBytes = statistics.OutputBytes,
                },

                // One engine runs the whole query: there is one stage.
                OutputStage = execution.IsOver && execution.StatementType == "DML" ? Stage(execution) : null,
            },
        });
    }

    private static QueryStage Stage(ExecutionState execution) => new()
    {
        StageId = 0,
        State = execution.State == ExecutionState.Succeeded ? "FINISHED" : execution.State,
        InputBytes = execution.Statistics.ScannedBytes,
        OutputBytes = execution.Statistics.OutputBytes,
        OutputRows = execution.Statistics.OutputRows,
        ExecutionTime = execution.Statistics.EngineMillis,
        SubStages = [],
    };
}
