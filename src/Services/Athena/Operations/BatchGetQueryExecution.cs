using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Describes several executions.</summary>
internal sealed class BatchGetQueryExecution(Executions executions)
    : IOperation<BatchGetQueryExecutionRequest, BatchGetQueryExecutionResponse>
{
    public string Resource(CallContext call, BatchGetQueryExecutionRequest request) => AthenaArns.WorkGroup(
        call, request.QueryExecutionIds.Select(id => executions.Find(call, id)?.WorkGroup).FirstOrDefault(group => group is not null));

    public ValueTask<BatchGetQueryExecutionResponse> HandleAsync(
        CallContext call, BatchGetQueryExecutionRequest request, CancellationToken cancellationToken)
    {
        var found = new List<QueryExecution>();
        var missing = new List<UnprocessedQueryExecutionId>();
        foreach (var id in request.QueryExecutionIds)
        {
            if (executions.Find(call, id) is { } execution)
            {
                found.Add(ExecutionShapes.Write(execution));
            }
            else
            {
                missing.Add(new()
                {
                    QueryExecutionId = id,
                    ErrorCode = "INVALID_INPUT",
                    ErrorMessage = AthenaErrors.ExecutionNotFound(id).Message,
                });
            }
        }

        return ValueTask.FromResult(new BatchGetQueryExecutionResponse { QueryExecutions = found, UnprocessedQueryExecutionIds = missing });
    }
}
