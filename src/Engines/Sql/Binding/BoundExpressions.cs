using System.Collections.Immutable;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>A column that a relation makes. Its number is unique in the statement: lowered text names it by number alone.</summary>
internal sealed record ColumnSymbol(int Id, string Name, SqlType Type)
{
    public override string ToString() => $"c{Id}";
}

/// <summary>An expression whose names and types are resolved.</summary>
internal abstract record BoundExpression(SqlType Type);

/// <param name="Value">bool, long, double, string (text, decimals, dates) or DateTimeOffset (an instant); null for NULL and for what the partition evaluator need not see.</param>
/// <param name="Text">The literal in DuckDB's text.</param>
internal sealed record BoundLiteral(SqlType Type, object? Value, string Text) : BoundExpression(Type)
{
    public bool IsNull => Value is null && (Text == "NULL" || Text.StartsWith("CAST(NULL AS ", StringComparison.Ordinal));
}

internal sealed record BoundColumn(ColumnSymbol Symbol) : BoundExpression(Symbol.Type);

/// <param name="Name">The operation, for the partition evaluator and messages.</param>
/// <param name="Template">DuckDB text of our own with <c>{0}</c>, <c>{1}</c> … for arguments and <c>{*}</c> for all.</param>
internal sealed record BoundCall(string Name, SqlType Type, string Template, ImmutableArray<BoundExpression> Arguments) : BoundExpression(Type);

internal sealed record BoundCase(SqlType Type, ImmutableArray<(BoundExpression When, BoundExpression Then)> Branches, BoundExpression? Else)
    : BoundExpression(Type);

internal sealed record BoundLambda(SqlType Type, ImmutableArray<ColumnSymbol> Parameters, BoundExpression Body) : BoundExpression(Type);

internal sealed record BoundSort(BoundExpression Key, bool Descending, bool NullsFirst);

/// <summary>An aggregate, or with <see cref="Over"/> a window function.</summary>
/// <param name="Template">As a call's, with <c>{D}</c> for DISTINCT, <c>{O}</c> for ORDER BY, <c>{N}</c> for IGNORE NULLS and <c>{M}</c> for what follows the call.</param>
internal sealed record BoundAggregate(string Name, SqlType Type, string Template, ImmutableArray<BoundExpression> Arguments) : BoundExpression(Type)
{
    public bool IsDistinct { get; init; }
    public bool IgnoreNulls { get; init; }
    public ImmutableArray<BoundSort> OrderBy { get; init; } = [];
    public BoundExpression? Filter { get; init; }
    public BoundWindow? Over { get; init; }
}

internal sealed record BoundWindow(ImmutableArray<BoundExpression> PartitionBy, ImmutableArray<BoundSort> OrderBy, BoundFrame? Frame);

internal sealed record BoundFrame(
    Syntax.FrameUnit Unit,
    (Syntax.FrameBoundKind Kind, BoundExpression? Offset) Start,
    (Syntax.FrameBoundKind Kind, BoundExpression? Offset) Finish);

internal enum SubqueryKind { Scalar, Exists, In, Quantified }

internal sealed record BoundSubquery(SqlType Type, SubqueryKind Kind, BoundQuery Query) : BoundExpression(Type)
{
    public BoundExpression? Operand { get; init; }

    /// <summary>The comparison of a quantified one.</summary>
    public string Operator { get; init; } = "=";
    public bool IsAll { get; init; }
}

/// <summary><c>GROUPING(…)</c> of group keys.</summary>
internal sealed record BoundGrouping(ImmutableArray<BoundExpression> Keys) : BoundExpression(Keys.Length <= 31 ? SqlType.Integer : SqlType.BigInt);
