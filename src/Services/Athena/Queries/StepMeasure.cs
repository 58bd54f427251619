using System.Collections.Immutable;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Planning;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>Measures one run of a query for EXPLAIN ANALYZE.</summary>
/// <param name="steps">With a mark on each step of its plan, and not on the result alone.</param>
internal sealed class StepMeasure(TimeProvider clock, bool steps)
{
    private const string Kept = "weir_measured";

    private readonly long _begun = clock.GetTimestamp();
    private long _planned;
    private StepProfile _profile = StepProfile.None;
    private MeasuredPlanner? _planner;
    private long _inputBytes;

    /// <summary>What was measured; null before it was.</summary>
    public CompiledQuery? Query { get; private set; }

    /// <summary>Runs the query; nobody sees its rows.</summary>
    public void Run(StatementContext context, CompiledQuery query, ScanPlanner planner, TableScanner scanner) => Run(context, query, planner, scanner, "");

    /// <summary>Runs the query; gives one that has its rows.</summary>
    public CompiledQuery Keep(StatementContext context, CompiledQuery query, ScanPlanner planner, TableScanner scanner)
    {
        Run(context, query, planner, scanner, $"CREATE OR REPLACE TEMP TABLE {Kept} AS ");
        return query.Kept(Kept);
    }

    /// <summary>What the run was, once it is over.</summary>
    public PlanRun Measured(StatementContext context) => new(
        clock.GetUtcNow() - context.Execution.SubmittedAt - clock.GetElapsedTime(_begun), clock.GetElapsedTime(_begun, _planned), clock.GetElapsedTime(_planned),
        _inputBytes, _planner?.Bytes.ToImmutableDictionary() ?? [], _profile);

    private void Run(StatementContext context, CompiledQuery query, ScanPlanner planner, TableScanner scanner, string into)
    {
        var marks = new RowMarks();
        _planner = new(planner, scanner);
        var sql = query.LowerMarked(_planner, context.Lowering, marks, steps);
        QueryCompiler.RequireAllowed(context, scanner);
        _planned = clock.GetTimestamp();
        _profile = marks.Read(Profile(scanner.Connection, into + sql, context.CancellationToken));
        (Query, _inputBytes) = (query, scanner.Bytes);
    }

    private string Profile(DuckConnection connection, string sql, CancellationToken cancellationToken)
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
}
