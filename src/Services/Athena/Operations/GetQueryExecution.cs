using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Describes one execution.</summary>
internal sealed class GetQueryExecution(Executions executions) : IOperation<GetQueryExecutionRequest, GetQueryExecutionResponse>
{
    public string Resource(CallContext call, GetQueryExecutionRequest request) =>
        AthenaArns.WorkGroup(call, executions.Find(call, request.QueryExecutionId)?.WorkGroup);

    public ValueTask<GetQueryExecutionResponse> HandleAsync(
        CallContext call, GetQueryExecutionRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new GetQueryExecutionResponse
        {
            QueryExecution = ExecutionShapes.Write(executions.Require(call, request.QueryExecutionId)),
        });
}
