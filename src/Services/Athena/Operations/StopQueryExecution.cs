using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Workers;

namespace Weir.Services.Athena.Operations;

/// <summary>Stops an execution and returns when it has stopped; nothing happens when it is over.</summary>
internal sealed class StopQueryExecution(Executions executions, QueryQueue queue)
    : IOperation<StopQueryExecutionRequest, StopQueryExecutionResponse>
{
    public string Resource(CallContext call, StopQueryExecutionRequest request) =>
        AthenaArns.WorkGroup(call, executions.Find(call, request.QueryExecutionId)?.WorkGroup);

    public async ValueTask<StopQueryExecutionResponse> HandleAsync(
        CallContext call, StopQueryExecutionRequest request, CancellationToken cancellationToken)
    {
        _ = executions.Require(call, request.QueryExecutionId);
        if (executions.FindActive(call, request.QueryExecutionId) is { } query)
        {
            await queue.StopAsync(query, cancellationToken);
        }

        return new();
    }
}
