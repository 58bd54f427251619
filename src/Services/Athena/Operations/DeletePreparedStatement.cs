using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Forgets a prepared statement.</summary>
internal sealed class DeletePreparedStatement(IStateStore store)
    : IOperation<DeletePreparedStatementRequest, DeletePreparedStatementResponse>
{
    public string Resource(CallContext call, DeletePreparedStatementRequest request) =>
        AthenaArns.WorkGroup(call, request.WorkGroup);

    public async ValueTask<DeletePreparedStatementResponse> HandleAsync(
        CallContext call, DeletePreparedStatementRequest request, CancellationToken cancellationToken)
    {
        await store.WriteAsync(
            state =>
            {
                var statement = SavedQueryShapes.RequirePrepared(state, call, request.WorkGroup, request.StatementName);
                return AthenaTables.Prepared.Delete(state, AthenaTables.Key(call, request.WorkGroup, statement.Name));
            },
            cancellationToken);
        return new();
    }
}
