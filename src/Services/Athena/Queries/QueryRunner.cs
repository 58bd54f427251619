using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>Queries of other services: the same engine and permissions as a query execution, with a few rows of text for an answer.</summary>
internal sealed class QueryRunner(QueryEngine engine, QueryCompiler compiler, IdSource ids, TimeProvider clock) : IQueryRunner
{
    public async ValueTask<IReadOnlyList<IReadOnlyList<string?>>> RunAsync(
        CallContext call, string database, string sql, int rowsMax, CancellationToken cancellationToken)
    {
        var execution = new ExecutionState
        {
            Id = ids.NewId(),
            Account = call.Account,
            Region = call.Region,
            Query = sql,
            Database = database,
            WorkGroup = "primary",
            OutputFolder = "",
            SubmittedAt = clock.GetUtcNow(),
        };
        var context = new StatementContext(execution, call, cancellationToken);
        try
        {
            if (SqlParser.ParseStatement(sql) is not QueryStatement { Query: var query })
            {
                throw QueryFailure.User("SYNTAX_ERROR: only a query can be asked here");
            }

            return await engine.UseAsync(context, (connection, scanner) =>
            {
                var compiled = compiler.Compile(context, query, [], scanner);
                using var rows = connection.Query(compiled.Sql, cancellationToken);
                return Read(rows, rowsMax);
            });
        }
        catch (SqlException error)
        {
            throw new ServiceException("InvalidInputException", $"{SqlErrorCodes.Name(error.Code)}: {error.Message}");
        }
        catch (QueryFailure failure)
        {
            throw new ServiceException("InvalidInputException", failure.Error.Message);
        }
    }

    private static List<IReadOnlyList<string?>> Read(DuckResult rows, int rowsMax)
    {
        var read = new List<IReadOnlyList<string?>>();
        while (rows.NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                if (read.Count == rowsMax)
                {
                    throw QueryFailure.User($"the query has more than {rowsMax} rows");
                }

                var values = new string?[chunk.ColumnCount];
                for (var column = 0; column < values.Length; column++)
                {
                    var vector = chunk[column];
                    values[column] = vector.IsValid(row) ? vector.Text(row) : null;
                }

                read.Add(values);
            }
        }

        return read;
    }
}
