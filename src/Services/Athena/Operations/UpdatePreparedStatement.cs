using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Changes a prepared statement.</summary>
internal sealed class UpdatePreparedStatement(IStateStore store, TimeProvider clock)
    : IOperation<UpdatePreparedStatementRequest, UpdatePreparedStatementResponse>
{
    public string Resource(CallContext call, UpdatePreparedStatementRequest request) =>
        AthenaArns.WorkGroup(call, request.WorkGroup);

    public async ValueTask<UpdatePreparedStatementResponse> HandleAsync(
        CallContext call, UpdatePreparedStatementRequest request, CancellationToken cancellationToken)
    {
        SavedQueryShapes.RequireText(request.QueryStatement);
        Constraints.Length(request.Description, "description", 1, AthenaLimits.DescriptionMax);
        var now = clock.GetUtcNow();
        await store.WriteAsync(
            state =>
            {
                var statement = SavedQueryShapes.RequirePrepared(state, call, request.WorkGroup, request.StatementName);
                AthenaTables.Prepared.Put(state, AthenaTables.Key(call, request.WorkGroup, statement.Name), statement with
                {
                    Query = request.QueryStatement,
                    Description = request.Description ?? statement.Description,
                    ModifiedAt = now,
                });
                return true;
            },
            cancellationToken);
        return new();
    }
}
