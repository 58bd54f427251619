using System.Collections.Immutable;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.State;

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
            RequireFormat(explain);
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

    /// <summary>The statement that writes and is to be analyzed, and its parameters; null for what is none.</summary>
    public (Statement Statement, ImmutableArray<Expression> Parameters)? Writing(StatementContext context, Explain explain, ImmutableArray<Expression> parameters)
    {
        var (statement, given) = explain.Statement is Execute execute ? prepared.Resolve(context, execute) : (explain.Statement, parameters);
        return explain.Analyze && statement is CreateTableAs or InsertInto or Unload ? (statement, given) : null;
    }

    /// <summary>A statement that writes does so; its query runs first and is measured.</summary>
    /// <param name="run">Runs the statement.</param>
    public ValueTask<TextAnswer> AnalyzeAsync(StatementContext context, Explain explain, Statement statement, Func<StatementContext, ValueTask<ExecutionResult>> run)
    {
        RequireFormat(explain);
        var target = statement switch
        {
            CreateTableAs create => Name(context, create.Name),
            InsertInto insert => Name(context, insert.Table),
            _ => null,
        };
        return InStepsAsync(async steps =>
        {
            var measure = new StepMeasure(clock, steps);
            var measured = context with { Measure = measure };
            await run(measured);
            context.Statistics = measured.Statistics;
            var plan = measure.Query?.Plan(target) ?? throw QueryFailure.User("NOT_SUPPORTED: EXPLAIN ANALYZE of a statement that writes no rows");
            return Answer(plan.Analyzed(measure.Measured(context), explain.Format ?? "TEXT"));
        });
    }

    /// <summary>Runs the query with a mark on each step of its plan. Nobody sees its rows: they are counted.</summary>
    private ValueTask<TextAnswer> AnalyzeAsync(StatementContext context, Explain explain, Query query, ImmutableArray<Expression> parameters) =>
        InStepsAsync(steps => engine.UseAsync(context, (_, scanner) =>
        {
            var measure = new StepMeasure(clock, steps);
            var bound = compiler.Bind(context, query, parameters, scanner);
            measure.Run(context, bound, compiler.Planner(context, scanner), scanner);
            var run = measure.Measured(context);
            context.Statistics = context.Statistics with
            {
                PlanningMillis = (long)run.Analysis.TotalMilliseconds,
                EngineMillis = (long)run.Execution.TotalMilliseconds,
                ScannedBytes = scanner.Bytes,
            };
            return Answer(bound.Plan(null).Analyzed(run, explain.Format ?? "TEXT"));
        }));

    private static async ValueTask<TextAnswer> InStepsAsync(Func<bool, ValueTask<TextAnswer>> run)
    {
        try
        {
            return await run(true);
        }
        catch (StepsRefused)
        {
            return await run(false);
        }
    }

    private static void RequireFormat(Explain explain)
    {
        if (explain.Format == "GRAPHVIZ")
        {
            throw QueryFailure.User("NOT_SUPPORTED: EXPLAIN ANALYZE does not support the format GRAPHVIZ");
        }
    }

    private static TextAnswer Answer(string text) => TextAnswer.Of("Query Plan", text.TrimEnd('\n').Split('\n'));

    private static SqlTableName Name(StatementContext context, QualifiedName written)
    {
        var (database, table) = TableNames.Resolve(context, written);
        return new(AthenaArns.DefaultCatalog.ToLowerInvariant(), database, table);
    }
}
