using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Describes one execution; of one under way, after a moment in which it may end.</summary>
/// <remarks>
/// Callers ask again and again until a query is over. A moment's wait tells them of its end at once, and leaves the processor to the
/// query in between.
/// </remarks>
internal sealed class GetQueryExecution(Executions executions, TimeProvider clock) : IOperation<GetQueryExecutionRequest, GetQueryExecutionResponse>
{
    public string Resource(CallContext call, GetQueryExecutionRequest request) =>
        AthenaArns.WorkGroup(call, executions.Find(call, request.QueryExecutionId)?.WorkGroup);

    public async ValueTask<GetQueryExecutionResponse> HandleAsync(
        CallContext call, GetQueryExecutionRequest request, CancellationToken cancellationToken)
    {
        if (executions.FindActive(call, request.QueryExecutionId) is { } query)
        {
            await query.Over.WaitAsync(AthenaLimits.PollWait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return new() { QueryExecution = ExecutionShapes.Write(executions.Require(call, request.QueryExecutionId)) };
    }
}
