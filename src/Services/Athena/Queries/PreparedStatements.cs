using System.Collections.Immutable;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Kernel.State;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>PREPARE, EXECUTE and DEALLOCATE PREPARE: statements with parameters that belong to a workgroup.</summary>
internal sealed class PreparedStatements(IStateStore store, TimeProvider clock)
{
    /// <summary>The values given beside the query's text.</summary>
    public static ImmutableArray<Expression> Parameters(StatementContext context) =>
        [.. context.Execution.Parameters.Select(SqlParser.ParseExpression)];

    /// <summary>The statement of that name, and the values for its parameters.</summary>
    public (Statement Statement, ImmutableArray<Expression> Parameters) Resolve(StatementContext context, Execute execute)
    {
        var key = Key(context, execute.Name);
        var found = store.Read(state => AthenaTables.Prepared.Find(state, key))
            ?? throw QueryFailure.User($"NOT_FOUND: Prepared statement not found: {execute.Name.Value}");
        var given = execute.Arguments.IsEmpty ? Parameters(context) : execute.Arguments;
        return (SqlParser.ParseStatement(found.Query), given);
    }

    public async ValueTask<TextAnswer> PrepareAsync(StatementContext context, Prepare prepare)
    {
        var statement = new PreparedState
        {
            Name = prepare.Name.Value,
            WorkGroup = context.Execution.WorkGroup,
            Query = SqlPrinter.Print(prepare.Statement),
            ModifiedAt = clock.GetUtcNow(),
        };
        await store.WriteAsync(
            state =>
            {
                var key = Key(context, prepare.Name);
                if (SavedQueryShapes.IsFull(state, key, context.Call, statement.WorkGroup))
                {
                    throw QueryFailure.User(AthenaErrors.TooManyPreparedMessage(statement.Name));
                }

                AthenaTables.Prepared.Put(state, key, statement);
                return true;
            },
            context.CancellationToken);
        return TextAnswer.Nothing;
    }

    public async ValueTask<TextAnswer> DeallocateAsync(StatementContext context, Deallocate deallocate)
    {
        var key = Key(context, deallocate.Name);
        var existed = await store.WriteAsync(state => AthenaTables.Prepared.Delete(state, key), context.CancellationToken);
        return existed ? TextAnswer.Nothing : throw QueryFailure.User($"NOT_FOUND: Prepared statement not found: {deallocate.Name.Value}");
    }

    private static StateKey Key(StatementContext context, Identifier name) =>
        AthenaTables.Key(context.Call, context.Execution.WorkGroup, name.Value);
}
