using System.Collections.Immutable;
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
            var written = _root.Children[0] with { Step = _root.Children[0].Step ?? Binding.StepKeys.Result };
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
    /// <param name="format">TEXT or JSON.</param>
    public string Analyzed(PlanRun run, string format)
    {
        ArgumentNullException.ThrowIfNull(run);
        var measured = new PlanMeasures(run, _builder.Expressions);
        var fragments = PlanFragments.Of(run.Profile.Of(_root));
        return format == "JSON" ? measured.Json(fragments) : measured.Text(fragments);
    }
}

/// <summary>What a run of a query took.</summary>
/// <param name="InputBytes">What was read, of all tables.</param>
/// <param name="ScannedBytes">Of each scan, by its number in the statement, what was read as far as that is known of one scan.</param>
public sealed record PlanRun(
    TimeSpan Queued, TimeSpan Analysis, TimeSpan Execution, long InputBytes, ImmutableDictionary<int, long> ScannedBytes, StepProfile Profile);
