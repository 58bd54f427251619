using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding;

/// <summary>A query whose names and types are resolved.</summary>
internal sealed record BoundQuery(BoundBody Body)
{
    public ImmutableArray<BoundCte> Ctes { get; init; } = [];

    /// <summary>Over the body's own columns, or over what lies beneath when the body is a SELECT.</summary>
    public ImmutableArray<BoundSort> OrderBy { get; init; } = [];
    public BoundExpression? Limit { get; init; }
    public BoundExpression? Offset { get; init; }
    public bool WithTies { get; init; }

    public ImmutableArray<ColumnSymbol> Columns => Body.Columns;
}

/// <summary>A named query. References make their own columns from <see cref="BoundQuery.Columns"/>.</summary>
internal sealed class BoundCte(int id, string name, ImmutableArray<string> columnNames)
{
    public int Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>Names the query gives its columns; empty for their own.</summary>
    public ImmutableArray<string> ColumnNames { get; } = columnNames;

    public BoundQuery? Query { get; set; }

    /// <summary>While a recursive query binds itself: the columns of its first part.</summary>
    public ImmutableArray<ColumnSymbol> Columns { get; set; } = [];

    public bool IsRecursive { get; set; }
}

internal abstract record BoundBody(ImmutableArray<ColumnSymbol> Columns);

internal sealed record BoundSelect(ImmutableArray<ColumnSymbol> Columns, ImmutableArray<BoundExpression> Items) : BoundBody(Columns)
{
    public bool IsDistinct { get; init; }
    public BoundRelation? From { get; init; }
    public BoundExpression? Where { get; init; }
    public bool IsAggregate { get; init; }

    /// <summary>Expressions computed before grouping; the rest refers to them by symbol.</summary>
    public ImmutableArray<(ColumnSymbol Symbol, BoundExpression Value)> Keys { get; init; } = [];

    /// <summary>Sets of keys; empty when all rows are one group, null when there is no GROUP BY.</summary>
    public ImmutableArray<ImmutableArray<ColumnSymbol>>? GroupingSets { get; init; }
    public BoundExpression? Having { get; init; }

    /// <summary>One step of a SELECT that was taken apart, printed as it is.</summary>
    public bool IsStep { get; init; }
}

internal sealed record BoundSetOperation(ImmutableArray<ColumnSymbol> Columns, SetOperator Operator, bool IsDistinct, BoundQuery Left, BoundQuery Right)
    : BoundBody(Columns);

internal sealed record BoundValues(ImmutableArray<ColumnSymbol> Columns, ImmutableArray<ImmutableArray<BoundExpression>> Rows) : BoundBody(Columns);

/// <summary>A query in parentheses; its columns pass through, cast when types differ.</summary>
internal sealed record BoundNested(ImmutableArray<ColumnSymbol> Columns, BoundQuery Query, ImmutableArray<BoundExpression> Items) : BoundBody(Columns);

internal abstract record BoundRelation;

/// <summary>A table's scan. Compared by reference: each mention of a table is its own scan.</summary>
internal sealed record BoundScan(int Id, SqlTable Table, ImmutableArray<(ColumnSymbol Symbol, SqlColumn Column)> Columns) : BoundRelation
{
    public BoundExpression? RowFilter { get; init; }
}

internal sealed record BoundCteReference(BoundCte Cte, ImmutableArray<ColumnSymbol> Columns) : BoundRelation;

internal sealed record BoundDerived(BoundQuery Query, bool IsLateral) : BoundRelation;

internal sealed record BoundJoin(JoinKind Kind, BoundRelation Left, BoundRelation Right, BoundExpression? On) : BoundRelation;

/// <param name="Arguments">What is unnested, and the columns each makes: one of an array, two of a map, the fields of an array of rows.</param>
/// <param name="WholeRows">An array of rows makes one column of rows, not one of each field.</param>
internal sealed record BoundUnnest(
    ImmutableArray<(BoundExpression Value, ImmutableArray<ColumnSymbol> Columns)> Arguments, ColumnSymbol? Ordinality, bool WholeRows = false)
    : BoundRelation;

internal sealed record BoundSample(BoundRelation Relation, bool IsSystem, double Percentage) : BoundRelation;

/// <summary>A relation with more columns, computed from its own.</summary>
internal sealed record BoundExtended(BoundRelation Relation, ImmutableArray<(ColumnSymbol Symbol, BoundExpression Value)> Columns) : BoundRelation;

/// <summary>The rows of a relation that meet a condition.</summary>
internal sealed record BoundFiltered(BoundRelation Relation, BoundExpression Condition) : BoundRelation;

/// <summary>What a SELECT is from, and its WHERE.</summary>
internal sealed record BoundSource(BoundSelect Select) : BoundRelation;

/// <summary>A relation whose rows are counted while the query runs.</summary>
/// <param name="Key">Which step of the plan it is: see <see cref="StepKeys"/>.</param>
internal sealed record BoundCounted(string Key, BoundRelation Relation) : BoundRelation;

/// <summary>Rows that were computed before the query, in a table that has columns of these symbols' names.</summary>
internal sealed record BoundKept(string Table, ImmutableArray<ColumnSymbol> Columns) : BoundRelation;
