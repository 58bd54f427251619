using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

/// <summary><c>MATCH_RECOGNIZE (…)</c> after a relation.</summary>
public sealed record MatchRecognize(Relation Input, RowPattern Pattern, ImmutableArray<PatternDefinition> Definitions) : Relation
{
    public ImmutableArray<Expression> PartitionBy { get; init; } = [];
    public ImmutableArray<SortItem> OrderBy { get; init; } = [];
    public ImmutableArray<PatternMeasure> Measures { get; init; } = [];

    /// <summary>Null when not said: one row.</summary>
    public RowsPerMatch? Rows { get; init; }

    /// <summary>Null when not said: past the last row.</summary>
    public PatternSkip? Skip { get; init; }
    public ImmutableArray<PatternSubset> Subsets { get; init; } = [];
}

public sealed record PatternMeasure(Expression Value, Identifier Name) : Node;

public sealed record PatternDefinition(Identifier Variable, Expression Condition) : Node;

public sealed record PatternSubset(Identifier Name, ImmutableArray<Identifier> Variables) : Node;

/// <param name="Variable">Of the two kinds that go to a variable.</param>
public sealed record PatternSkip(SkipKind Kind, Identifier? Variable) : Node;

/// <summary>A regular expression over rows.</summary>
public abstract record RowPattern : Node;

public sealed record PatternVariable(Identifier Name) : RowPattern;

public sealed record PatternSequence(ImmutableArray<RowPattern> Parts) : RowPattern;

/// <summary>The first that fits is preferred.</summary>
public sealed record PatternAlternation(ImmutableArray<RowPattern> Parts) : RowPattern;

public sealed record PatternPermutation(ImmutableArray<RowPattern> Parts) : RowPattern;

/// <param name="Max">Null for no end.</param>
/// <param name="IsReluctant">Few are preferred.</param>
public sealed record PatternQuantified(RowPattern Part, long Min, long? Max, bool IsReluctant) : RowPattern;

/// <summary><c>{- … -}</c>: its rows are matched and not shown.</summary>
public sealed record PatternExclusion(RowPattern Part) : RowPattern;

/// <summary><c>()</c></summary>
public sealed record PatternEmpty : RowPattern;

/// <summary><c>^</c> or <c>$</c>: before the first row of a partition, or after its last.</summary>
public sealed record PatternAnchor(bool IsStart) : RowPattern;

/// <summary>Not written by anybody: the matches of a pattern in a list of numbers whose bits tell which variables each row may be.</summary>
internal sealed record PatternMatches(Expression Masks, string Specification) : Expression
{
    /// <summary>Conditions that depend on the rows matched before, over <see cref="Values"/> called by number.</summary>
    public ImmutableArray<PatternDefinition> Conditions { get; init; } = [];

    public ImmutableArray<PatternValue> Values { get; init; } = [];

    /// <summary>How CLASSIFIER shows the variables.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];
}

public enum RowsPerMatch { One, AllShowEmpty, AllOmitEmpty, AllWithUnmatched }

public enum SkipKind { PastLast, ToNext, ToFirst, ToLast }
