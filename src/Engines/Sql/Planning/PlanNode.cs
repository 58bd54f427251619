using System.Collections.Immutable;
using Weir.Engines.Sql.Binding;

namespace Weir.Engines.Sql.Planning;

/// <summary>One step of a plan as EXPLAIN shows it.</summary>
/// <param name="Name">As Trino names it: TableScan, Filter, Aggregate …</param>
internal sealed record PlanNode(string Name, ImmutableArray<ColumnSymbol> Outputs)
{
    /// <summary>What stands in brackets after the name.</summary>
    public ImmutableArray<(string Key, string Value)> Descriptor { get; init; } = [];

    /// <summary>Lines below it: what its columns are computed from.</summary>
    public ImmutableArray<string> Details { get; init; } = [];
    public ImmutableArray<PlanNode> Children { get; init; } = [];

    /// <summary>Of a scan: its table and what it reads.</summary>
    public BoundScan? Scan { get; init; }

    /// <summary>Of a scan: what its rows must meet.</summary>
    public ColumnFilter Filter { get; init; } = ColumnFilter.All;

    /// <summary>Which step of the query it is; null for one that is not counted by itself.</summary>
    public string? Step { get; init; }

    /// <summary>How many rows came out of it; null when that was not measured.</summary>
    public long? Rows { get; init; }

    /// <summary>How many rows came out of each of the nodes beneath it, those of other fragments too.</summary>
    public ImmutableArray<long?> InputRows { get; init; } = [];

    /// <summary>How long threads were at it, all together; null when that was not measured.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Depth first, this one first.</summary>
    public IEnumerable<PlanNode> All => Children.SelectMany(child => child.All).Prepend(this);

    /// <summary>It makes exactly one row of each that it takes from the first node beneath it.</summary>
    public bool IsOneToOne => Name is "Output" or "Project" or "SemiJoin" or "CorrelatedJoin";

    public string Label => $"{Name}[{string.Join(", ", Descriptor.Select(pair => $"{pair.Key} = {pair.Value}"))}]";
}
