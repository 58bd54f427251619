using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

/// <summary>A whole query: its named parts, its body, its order and its cut.</summary>
public sealed record Query(QueryBody Body) : Node
{
    public With? With { get; init; }
    public ImmutableArray<SortItem> OrderBy { get; init; } = [];
    public Expression? Offset { get; init; }

    /// <summary>The rows kept; null is all (also <c>LIMIT ALL</c>).</summary>
    public Expression? Limit { get; init; }

    /// <summary><c>FETCH FIRST n ROWS WITH TIES</c></summary>
    public bool WithTies { get; init; }

    /// <summary>The rows kept are counted by FETCH, not LIMIT.</summary>
    public bool IsFetch { get; init; }

    /// <summary>Where ORDER BY stands; null without one.</summary>
    public SourcePosition? OrderByAt { get; init; }

    /// <summary>Where LIMIT or FETCH stands; null without one.</summary>
    public SourcePosition? LimitAt { get; init; }
}

public sealed record With(bool IsRecursive, ImmutableArray<NamedQuery> Queries) : Node;

public sealed record NamedQuery(Identifier Name, ImmutableArray<Identifier> Columns, Query Query) : Node;

public abstract record QueryBody : Node;

public sealed record Select : QueryBody
{
    public bool IsDistinct { get; init; }
    public required ImmutableArray<SelectItem> Items { get; init; }

    /// <summary>Relations separated by commas.</summary>
    public ImmutableArray<Relation> From { get; init; } = [];
    public Expression? Where { get; init; }
    public GroupBy? GroupBy { get; init; }
    public Expression? Having { get; init; }
    public ImmutableArray<NamedWindow> Windows { get; init; } = [];
}

public sealed record SetOperation(SetOperator Operator, bool IsDistinct, QueryBody Left, QueryBody Right) : QueryBody;

public sealed record Values(ImmutableArray<Expression> Rows) : QueryBody;

/// <summary><c>TABLE name</c></summary>
public sealed record TableBody(QualifiedName Name) : QueryBody;

/// <summary>A query in parentheses used as a body.</summary>
public sealed record NestedQuery(Query Query) : QueryBody;

public abstract record SelectItem : Node;

public sealed record SelectExpression(Expression Expression, Identifier? Alias) : SelectItem;

/// <summary><c>*</c>, <c>t.*</c> or <c>expression.* AS (a, b)</c></summary>
public sealed record SelectStar(Expression? Target, ImmutableArray<Identifier> Aliases) : SelectItem;

public sealed record GroupBy(bool IsDistinct, ImmutableArray<GroupingElement> Elements) : Node;

public sealed record GroupingElement(GroupingKind Kind, ImmutableArray<ImmutableArray<Expression>> Sets) : Node;

public sealed record SortItem(Expression Key, bool Descending, bool? NullsFirst) : Node;

public sealed record NamedWindow(Identifier Name, WindowSpecification Window) : Node;

/// <summary>What follows OVER: a name or a specification.</summary>
public abstract record WindowReference : Node;

public sealed record WindowName(Identifier Name) : WindowReference;

public sealed record WindowSpecification : WindowReference
{
    public Identifier? Existing { get; init; }
    public ImmutableArray<Expression> PartitionBy { get; init; } = [];
    public ImmutableArray<SortItem> OrderBy { get; init; } = [];

    /// <summary>Where ORDER BY stands; null without one.</summary>
    public SourcePosition? OrderByAt { get; init; }
    public WindowFrame? Frame { get; init; }
}

public sealed record WindowFrame(FrameUnit Unit, FrameBound Start, FrameBound? Finish) : Node;

public sealed record FrameBound(FrameBoundKind Kind, Expression? Offset) : Node;

public abstract record Relation : Node;

public sealed record TableRelation(QualifiedName Name) : Relation
{
    /// <summary><c>FOR VERSION AS OF</c> (true) or <c>FOR TIMESTAMP AS OF</c> (false) of <see cref="AsOf"/>.</summary>
    public bool AsOfVersion { get; init; }
    public Expression? AsOf { get; init; }
}

public sealed record AliasedRelation(Relation Relation, Identifier Alias, ImmutableArray<Identifier> Columns) : Relation;

public sealed record Join(JoinKind Kind, Relation Left, Relation Right) : Relation
{
    public bool IsNatural { get; init; }
    public Expression? On { get; init; }
    public ImmutableArray<Identifier> Using { get; init; } = [];
}

public sealed record SubqueryRelation(Query Query) : Relation;

public sealed record Lateral(Query Query) : Relation;

public sealed record Unnest(ImmutableArray<Expression> Arguments, bool WithOrdinality) : Relation;

/// <summary><c>TABLE(name(argument => value, …))</c></summary>
public sealed record TableFunction(QualifiedName Name, ImmutableArray<TableArgument> Arguments) : Relation;

/// <param name="Value">An expression, a relation or a descriptor.</param>
public sealed record TableArgument(Identifier? Name, Node Value) : Node;

/// <summary><c>DESCRIPTOR(a, b)</c></summary>
public sealed record Descriptor(ImmutableArray<Identifier> Columns) : Node;

public sealed record Sampled(Relation Relation, bool IsSystem, Expression Percentage) : Relation;

public enum SetOperator { Union, Intersect, Except }

public enum GroupingKind { Simple, GroupingSets, Cube, Rollup }

public enum FrameUnit { Rows, Range, Groups }

public enum FrameBoundKind { UnboundedPreceding, Preceding, CurrentRow, Following, UnboundedFollowing }

public enum JoinKind { Inner, Left, Right, Full, Cross }
