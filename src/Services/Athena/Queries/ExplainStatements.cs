using System.Collections.Immutable;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
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
            if (explain.Format == "GRAPHVIZ")
            {
                throw QueryFailure.User("NOT_SUPPORTED: EXPLAIN ANALYZE does not support the format GRAPHVIZ");
            }

            return statement is QueryStatement
                ? AnalyzeAsync(context, explain, query, parameters)
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

    private async ValueTask<TextAnswer> AnalyzeAsync(StatementContext context, Explain explain, Query query, ImmutableArray<Expression> parameters)
    {
        try
        {
            return await AnalyzeAsync(context, explain, query, parameters, steps: true);
        }
        catch (StepsRefused)
        {
            return await AnalyzeAsync(context, explain, query, parameters, steps: false);
        }
    }

    /// <summary>Runs the query with a mark on each step of its plan. Nobody sees its rows: they are counted.</summary>
    private ValueTask<TextAnswer> AnalyzeAsync(StatementContext context, Explain explain, Query query, ImmutableArray<Expression> parameters, bool steps) =>
        engine.UseAsync(context, (connection, scanner) =>
        {
            var start = clock.GetTimestamp();
            var bound = compiler.Bind(context, query, parameters, scanner);
            var planner = new MeasuredPlanner(compiler.Planner(context, scanner), scanner);
            var marks = new RowMarks();
            var sql = bound.LowerMarked(planner, context.Lowering, marks, steps);
            QueryCompiler.RequireAllowed(context, scanner);
            var planned = clock.GetTimestamp();
            var profile = marks.Read(Profile(connection, sql, steps, context.CancellationToken));
            context.Statistics = context.Statistics with
            {
                PlanningMillis = (long)clock.GetElapsedTime(start, planned).TotalMilliseconds,
                EngineMillis = (long)clock.GetElapsedTime(planned).TotalMilliseconds,
                ScannedBytes = scanner.Bytes,
            };
            var run = new PlanRun(
                clock.GetUtcNow() - context.Execution.SubmittedAt - clock.GetElapsedTime(start), clock.GetElapsedTime(start, planned),
                clock.GetElapsedTime(planned), scanner.Bytes, planner.Bytes.ToImmutableDictionary(), profile);
            return Answer(bound.Plan(null).Analyzed(run, explain.Format ?? "TEXT"));
        });

    private static string Profile(DuckConnection connection, string sql, bool steps, CancellationToken cancellationToken)
    {
        try
        {
            using var rows = connection.Query(RowMarks.Profiled(sql), cancellationToken);
            using var chunk = rows.NextChunk() ?? throw new InvalidOperationException("a profiled run has an answer");
            return chunk[1].Text(0);
        }
        catch (DuckException error) when (steps && error.Kind is DuckErrorKind.Binder or DuckErrorKind.Parser or DuckErrorKind.NotImplemented or DuckErrorKind.Internal)
        {
            throw new StepsRefused();
        }
    }

    private static TextAnswer Answer(string text) => TextAnswer.Of("Query Plan", text.TrimEnd('\n').Split('\n'));

    private static SqlTableName Name(StatementContext context, QualifiedName written)
    {
        var (database, table) = TableNames.Resolve(context, written);
        return new(AthenaArns.DefaultCatalog.ToLowerInvariant(), database, table);
    }

    /// <summary>Remembers what each scan reads, as far as that is known when it is planned.</summary>
    private sealed class MeasuredPlanner(ScanPlanner inner, TableScanner scanner) : IScanPlanner, IEarlyQueries
    {
        public long BytesPlanned => inner.BytesPlanned;

        public IReadOnlyList<IReadOnlyList<string?>>? Rows(string sql, int rowsMax) => inner.Rows(sql, rowsMax);

        public string? Keep(string sql) => inner.Keep(sql);

        public Dictionary<int, long> Bytes { get; } = [];

        public string Plan(ScanRequest request)
        {
            var before = scanner.Bytes;
            var text = inner.Plan(request);
            if (scanner.Bytes - before is var bytes and > 0)
            {
                Bytes[request.Scan] = Bytes.GetValueOrDefault(request.Scan) + bytes;
            }

            return text;
        }
    }

#pragma warning disable CA1032, CA1064 // nobody outside sees it
    /// <summary>The query does not run in steps: it is run again as a whole, and its nodes go without numbers.</summary>
    private sealed class StepsRefused : Exception;
#pragma warning restore CA1032, CA1064
}
