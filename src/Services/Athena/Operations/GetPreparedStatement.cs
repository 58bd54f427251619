using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Operations;

/// <summary>Shows a prepared statement.</summary>
internal sealed class GetPreparedStatement(IStateStore store)
    : IOperation<GetPreparedStatementRequest, GetPreparedStatementResponse>
{
    public string Resource(CallContext call, GetPreparedStatementRequest request) => AthenaArns.WorkGroup(call, request.WorkGroup);

    public ValueTask<GetPreparedStatementResponse> HandleAsync(
        CallContext call, GetPreparedStatementRequest request, CancellationToken cancellationToken)
    {
        var statement = store.Read(state => SavedQueryShapes.RequirePrepared(state, call, request.WorkGroup, request.StatementName));
        return ValueTask.FromResult(new GetPreparedStatementResponse { PreparedStatement = SavedQueryShapes.Write(statement) });
    }
}
