using System.Collections.Immutable;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Planning;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>EXPLAIN and EXPLAIN ANALYZE: the plan of the query as it was bound, and what a run of it took.</summary>
internal sealed class ExplainStatements(QueryEngine engine, QueryCompiler compiler, PreparedStatements prepared, TimeProvider clock)
{
    public ValueTask<TextAnswer> RunAsync(StatementContext context, Explain explain, ImmutableArray<Expression> parameters)
    {
        var statement = explain.Statement;
        if (statement is Execute execute)
        {
            (statement, parameters) = prepared.Resolve(context, execute);
        }

        if (statement is Delete or Update or Merge)
        {
            return ChangeAsync(context, explain, statement, parameters);
        }

        var (query, target) = statement switch
        {
            QueryStatement select => (select.Query, (SqlTableName?)null),
            CreateTableAs create => (create.Query, Name(context, create.Name)),
            InsertInto insert => (insert.Query, Name(context, insert.Table)),
            Unload unload => (unload.Query, null),
            _ => throw QueryFailure.User($"NOT_SUPPORTED: EXPLAIN {SqlPrinter.Print(statement)} is not supported"),
        };
        if (explain.Analyze)
        {
            return statement is QueryStatement
                ? AnalyzeAsync(context, query, parameters)
                : throw QueryFailure.User("NOT_SUPPORTED: EXPLAIN ANALYZE only supports statements that are queries");
        }

        return engine.UseAsync(context, (_, scanner) =>
        {
            var bound = compiler.Bind(context, query, parameters, scanner);
            return explain.Type == "VALIDATE"
                ? TextAnswer.Of("Valid", ["true"])
                : Answer(bound.Plan(target).Write(explain.Type ?? "LOGICAL", explain.Format ?? "TEXT"));
        });
    }

    /// <summary>Statements that change rows are queries for those that go and come, written into the table.</summary>
    private ValueTask<TextAnswer> ChangeAsync(StatementContext context, Explain explain, Statement change, ImmutableArray<Expression> parameters) => explain.Analyze
        ? throw QueryFailure.User("NOT_SUPPORTED: EXPLAIN ANALYZE only supports statements that are queries")
        : engine.UseAsync(context, (_, scanner) =>
        {
            var bound = compiler.BindChange(context, change, parameters, scanner);
            return explain.Type == "VALIDATE"
                ? TextAnswer.Of("Valid", ["true"])
                : Answer(bound.Plan().Write(explain.Type ?? "LOGICAL", explain.Format ?? "TEXT"));
        });

    private ValueTask<TextAnswer> AnalyzeAsync(StatementContext context, Query query, ImmutableArray<Expression> parameters) =>
        engine.UseAsync(context, (connection, scanner) =>
        {
            var start = clock.GetTimestamp();
            var bound = compiler.Bind(context, query, parameters, scanner);
            var planner = new MeasuredPlanner(compiler.Planner(context, scanner), scanner);
            var sql = QueryCompiler.Lower(context, bound, planner, scanner);
            var planned = clock.GetTimestamp();
            var rows = Count(connection, sql, context.CancellationToken);
            context.Statistics = context.Statistics with
            {
                PlanningMillis = (long)clock.GetElapsedTime(start, planned).TotalMilliseconds,
                EngineMillis = (long)clock.GetElapsedTime(planned).TotalMilliseconds,
                ScannedBytes = scanner.Bytes,
            };
            var run = new PlanRun(
                clock.GetUtcNow() - context.Execution.SubmittedAt - clock.GetElapsedTime(start), clock.GetElapsedTime(start, planned),
                clock.GetElapsedTime(planned), rows, planner.Bytes.ToImmutableDictionary());
            return Answer(bound.Plan(null).Analyzed(run));
        });

    private static long Count(DuckConnection connection, string sql, CancellationToken cancellationToken)
    {
        var count = 0L;
        using var rows = connection.Query(sql, cancellationToken);
        while (rows.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                count += chunk.RowCount;
            }
        }

        return count;
    }

    private static TextAnswer Answer(string text) => TextAnswer.Of("Query Plan", text.TrimEnd('\n').Split('\n'));

    private static SqlTableName Name(StatementContext context, QualifiedName written)
    {
        var (database, table) = TableNames.Resolve(context, written);
        return new(AthenaArns.DefaultCatalog.ToLowerInvariant(), database, table);
    }

    /// <summary>Remembers what the scans of each table read.</summary>
    private sealed class MeasuredPlanner(ScanPlanner inner, TableScanner scanner) : IScanPlanner, IEarlyQueries
    {
        public long BytesPlanned => inner.BytesPlanned;

        public IReadOnlyList<IReadOnlyList<string?>>? Rows(string sql, int rowsMax) => inner.Rows(sql, rowsMax);

        public string? Keep(string sql) => inner.Keep(sql);

        public Dictionary<SqlTableName, long> Bytes { get; } = [];

        public string Plan(ScanRequest request)
        {
            var before = scanner.Bytes;
            var text = inner.Plan(request);
            Bytes[request.Table.Name] = Bytes.GetValueOrDefault(request.Table.Name) + scanner.Bytes - before;
            return text;
        }
    }
}
