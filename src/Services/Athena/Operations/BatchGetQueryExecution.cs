using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Describes several executions: those of workgroups the caller may use.</summary>
internal sealed class BatchGetQueryExecution(Executions executions)
    : IOperation<BatchGetQueryExecutionRequest, BatchGetQueryExecutionResponse>
{
    private const string Action = "athena:BatchGetQueryExecution";

    public string Resource(CallContext call, BatchGetQueryExecutionRequest request) => BatchAccess.Resource(
        call, Action, request.QueryExecutionIds.Select(id => executions.Find(call, id)?.WorkGroup));

    public ValueTask<BatchGetQueryExecutionResponse> HandleAsync(
        CallContext call, BatchGetQueryExecutionRequest request, CancellationToken cancellationToken)
    {
        Constraints.Count(request.QueryExecutionIds, "queryExecutionIds", 1, AthenaLimits.BatchMax);
        var found = new List<QueryExecution>();
        var missing = new List<UnprocessedQueryExecutionId>();
        foreach (var id in request.QueryExecutionIds)
        {
            if (executions.Find(call, id) is not { } execution)
            {
                missing.Add(new() { QueryExecutionId = id, ErrorCode = "INVALID_INPUT", ErrorMessage = AthenaErrors.ExecutionNotFound(id).Message });
            }
            else if (!BatchAccess.IsAllowed(call, Action, execution.WorkGroup))
            {
                missing.Add(new() { QueryExecutionId = id, ErrorCode = BatchAccess.DeniedCode, ErrorMessage = BatchAccess.DeniedMessage(execution.WorkGroup) });
            }
            else
            {
                found.Add(ExecutionShapes.Write(execution));
            }
        }

        return ValueTask.FromResult(new BatchGetQueryExecutionResponse { QueryExecutions = found, UnprocessedQueryExecutionIds = missing });
    }
}
