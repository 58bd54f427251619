using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Binding;

namespace Weir.Engines.Sql.Planning;

/// <summary>The plan of a bound query, as EXPLAIN shows it. Made of the query as bound: of the engine that executes it says nothing.</summary>
public sealed class QueryPlan
{
    private readonly PlanBuilder _builder;
    private readonly PlanNode _root;
    private readonly SqlTableName? _target;

    internal QueryPlan(BindContext context, BoundQuery query, IReadOnlyList<string> columnNames, SqlTableName? target)
    {
        _builder = new(context);
        _target = target;
        _root = _builder.Build(query, columnNames);
        if (target is not null)
        {
            var written = _root.Children[0];
            var writer = new PlanNode("TableWriter", written.Outputs) { Children = [written] };
            var commit = new PlanNode("TableCommit", []) { Children = [writer], Descriptor = [("target", $"{target.Catalog}:{target.Schema}:{target.Table}")] };
            _root = new("Output", []) { Children = [commit], Descriptor = [("columnNames", "[rows]")] };
        }
    }

    /// <param name="type">LOGICAL, DISTRIBUTED or IO.</param>
    /// <param name="format">TEXT, JSON or GRAPHVIZ; IO is always JSON.</param>
    public string Write(string type, string format)
    {
        var text = new PlanText(_builder.Expressions);
        return (type, format) switch
        {
            ("IO", _) => PlanIo.Json(_root, _target),
            ("DISTRIBUTED", "JSON") => text.Json(PlanFragments.Of(_root)),
            ("DISTRIBUTED", "GRAPHVIZ") => text.Graph("distributed_plan", PlanFragments.Of(_root)),
            ("DISTRIBUTED", _) => text.Distributed(PlanFragments.Of(_root)),
            (_, "JSON") => text.Json(_root),
            (_, "GRAPHVIZ") => text.Graph(_root),
            _ => text.Tree(_root),
        };
    }

    /// <summary>The distributed plan with what a run of the query was measured to take.</summary>
    public string Analyzed(PlanRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var fragments = PlanFragments.Of(_root);
        var text = new PlanText(_builder.Expressions).Distributed(
            fragments,
            node => node.Scan is { } scan && run.ScannedBytes.TryGetValue(scan.Table.Name, out var bytes)
                ? [string.Create(CultureInfo.InvariantCulture, $"Physical input: {Size(bytes)}")]
                : [],
            fragment => fragment.Id == 0
                ? [string.Create(CultureInfo.InvariantCulture, $"Scheduled: {Time(run.Execution)}, Output: {run.OutputRows} rows")]
                : []);
        var total = run.ScannedBytes.Values.Sum();
        return $"Queued: {Time(run.Queued)}, Analysis: {Time(run.Analysis)}, Execution: {Time(run.Execution)}, Physical input: {Size(total)}\n{text}";
    }

    private static string Time(TimeSpan time) => time.TotalSeconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00}s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.00}ms");

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.00}GB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.00}MB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024d:0.00}kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes}B"),
    };
}

/// <summary>What a run of a query took.</summary>
/// <param name="ScannedBytes">Of each table, what was read.</param>
public sealed record PlanRun(
    TimeSpan Queued, TimeSpan Analysis, TimeSpan Execution, long OutputRows, ImmutableDictionary<SqlTableName, long> ScannedBytes);
