using System.Text.RegularExpressions;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Keeps a statement with parameters for a workgroup.</summary>
internal sealed partial class CreatePreparedStatement(IStateStore store, TimeProvider clock)
    : IOperation<CreatePreparedStatementRequest, CreatePreparedStatementResponse>
{
    public string Resource(CallContext call, CreatePreparedStatementRequest request) =>
        AthenaArns.WorkGroup(call, request.WorkGroup);

    public async ValueTask<CreatePreparedStatementResponse> HandleAsync(
        CallContext call, CreatePreparedStatementRequest request, CancellationToken cancellationToken)
    {
        SavedQueryShapes.RequireText(request.QueryStatement);
        Constraints.Length(request.Description, "description", 1, AthenaLimits.DescriptionMax);
        if (!NamePattern().IsMatch(request.StatementName))
        {
            throw AthenaErrors.InvalidInput($"Invalid prepared statement name: {request.StatementName}");
        }

        var statement = new PreparedState
        {
            Name = request.StatementName,
            WorkGroup = request.WorkGroup,
            Query = request.QueryStatement,
            Description = request.Description,
            ModifiedAt = clock.GetUtcNow(),
        };
        await store.WriteAsync(state => Put(state, call, statement), cancellationToken);
        return new();
    }

    private static bool Put(IStateWriter state, CallContext call, PreparedState statement)
    {
        WorkGroups.Require(state, call, statement.WorkGroup);
        var key = AthenaTables.Key(call, statement.WorkGroup, statement.Name);
        if (AthenaTables.Prepared.Find(state, key) is not null)
        {
            throw AthenaErrors.PreparedExists(statement.Name);
        }

        if (SavedQueryShapes.IsFull(state, key, call, statement.WorkGroup))
        {
            throw AthenaErrors.TooManyPrepared(statement.Name);
        }

        AthenaTables.Prepared.Put(state, key, statement);
        return true;
    }

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_@:]{1,255}$")]
    private static partial Regex NamePattern();
}
