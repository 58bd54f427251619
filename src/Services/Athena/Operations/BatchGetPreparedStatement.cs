using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Shows several prepared statements of a workgroup.</summary>
internal sealed class BatchGetPreparedStatement(IStateStore store)
    : IOperation<BatchGetPreparedStatementRequest, BatchGetPreparedStatementResponse>
{
    public string Resource(CallContext call, BatchGetPreparedStatementRequest request) =>
        AthenaArns.WorkGroup(call, request.WorkGroup);

    public ValueTask<BatchGetPreparedStatementResponse> HandleAsync(
        CallContext call, BatchGetPreparedStatementRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(store.Read(state =>
        {
            Constraints.Count(request.PreparedStatementNames, "preparedStatementNames", 0, AthenaLimits.BatchMax);
            WorkGroups.Require(state, call, request.WorkGroup);
            var found = new List<PreparedStatement>();
            var missing = new List<UnprocessedPreparedStatementName>();
            foreach (var name in request.PreparedStatementNames)
            {
                if (AthenaTables.Prepared.Find(state, AthenaTables.Key(call, request.WorkGroup, name)) is { } statement)
                {
                    found.Add(SavedQueryShapes.Write(statement));
                }
                else
                {
                    missing.Add(new()
                    {
                        StatementName = name,
                        ErrorCode = "STATEMENT_NOT_FOUND",
                        ErrorMessage = $"PreparedStatement {name} was not found",
                    });
                }
            }

            return new BatchGetPreparedStatementResponse { PreparedStatements = found, UnprocessedPreparedStatementNames = missing };
        }));
}
