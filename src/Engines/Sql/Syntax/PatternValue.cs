using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

/// <summary>What a definition takes from the rows of a match.</summary>
internal enum PatternValueKind { Row, Label, MatchNumber, Aggregate }

/// <summary>A value by its place in a match: of the first or last row of some variables, or an aggregate over their rows.</summary>
/// <param name="Value">The expression over one row, as a list of all rows of the partition; null where none is needed.</param>
/// <param name="Labels">The variables; null for any.</param>
internal sealed record PatternValue(PatternValueKind Kind, Expression? Value, ImmutableArray<int>? Labels)
{
    public bool IsFirst { get; init; }

    /// <summary>How many such rows further in.</summary>
    public long Offset { get; init; }

    /// <summary>Rows of the partition after that row, or before it.</summary>
    public long Shift { get; init; }

    /// <summary>An aggregate's name.</summary>
    public string? Function { get; init; }
}
