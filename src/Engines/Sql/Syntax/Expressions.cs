using System.Collections.Immutable;

namespace Weir.Engines.Sql.Syntax;

/// <summary>Something that has a value.</summary>
public abstract record Expression : Node;

public sealed record NullLiteral : Expression;

public sealed record BooleanLiteral(bool Value) : Expression;

public sealed record StringLiteral(string Value) : Expression;

/// <param name="Hex">An even number of hexadecimal digits, upper case.</param>
public sealed record BinaryLiteral(string Hex) : Expression;

public sealed record LongLiteral(long Value) : Expression;

/// <param name="Text">Digits with or without a point.</param>
public sealed record DecimalLiteral(string Text) : Expression;

public sealed record DoubleLiteral(string Text) : Expression;

/// <summary><c>DATE '2024-01-01'</c> and every other type name before a string.</summary>
public sealed record TypedLiteral(TypeSyntax Type, string Value) : Expression;

/// <summary><c>INTERVAL -'3' DAY</c>, <c>INTERVAL '2-1' YEAR TO MONTH</c></summary>
public sealed record IntervalLiteral(string Value, bool Negative, string From, string? To) : Expression;

/// <summary>A name of one part; may turn out to be a column or a relation.</summary>
public sealed record NameExpression(Identifier Name) : Expression;

/// <summary><c>base.field</c>: a qualified column or a field of a row.</summary>
public sealed record Dereference(Expression Base, Identifier Field) : Expression;

/// <param name="Index">From zero, in the order of the text.</param>
public sealed record Parameter(int Index) : Expression;

public sealed record Unary(UnaryOperator Operator, Expression Operand) : Expression;

public sealed record Arithmetic(ArithmeticOperator Operator, Expression Left, Expression Right) : Expression;

public sealed record Comparison(ComparisonOperator Operator, Expression Left, Expression Right) : Expression;

/// <summary>A chain of AND or of OR, flat.</summary>
public sealed record Logical(bool IsAnd, ImmutableArray<Expression> Terms) : Expression;

public sealed record Not(Expression Operand) : Expression;

public sealed record IsNull(Expression Operand, bool Negated) : Expression;

public sealed record IsDistinctFrom(Expression Left, Expression Right, bool Negated) : Expression;

public sealed record Between(Expression Operand, Expression Low, Expression High, bool Negated) : Expression;

public sealed record InList(Expression Operand, ImmutableArray<Expression> Items, bool Negated) : Expression;

public sealed record InQuery(Expression Operand, Query Query, bool Negated) : Expression;

public sealed record Like(Expression Operand, Expression Pattern, Expression? Escape, bool Negated) : Expression;

public sealed record Exists(Query Query) : Expression;

public sealed record Quantified(ComparisonOperator Operator, Quantifier Quantifier, Expression Operand, Query Query) : Expression;

public sealed record ScalarQuery(Query Query) : Expression;

public sealed record Case(Expression? Operand, ImmutableArray<WhenClause> Whens, Expression? Else) : Expression;

public sealed record WhenClause(Expression Condition, Expression Result) : Node;

public sealed record Cast(Expression Operand, TypeSyntax Type, bool IsTry) : Expression;

public sealed record AtTimeZone(Expression Operand, Expression Zone) : Expression;

/// <param name="Field">Upper case.</param>
public sealed record Extract(string Field, Expression Operand) : Expression;

/// <summary><c>CURRENT_DATE</c>, <c>CURRENT_TIMESTAMP(6)</c> and the like; the name in upper case.</summary>
public sealed record CurrentValue(string Name, int? Precision) : Expression;

public sealed record FunctionCall(QualifiedName Name, ImmutableArray<Expression> Arguments) : Expression
{
    /// <summary><c>count(*)</c></summary>
    public bool IsStar { get; init; }

    /// <summary>The variable of <c>count(A.*)</c> in a row pattern measure.</summary>
    public Identifier? StarOf { get; init; }

    /// <summary>RUNNING or FINAL, in a row pattern measure; null when not said.</summary>
    public string? Processing { get; init; }
    public bool IsDistinct { get; init; }
    public ImmutableArray<SortItem> OrderBy { get; init; } = [];
    public ImmutableArray<SortItem> WithinGroup { get; init; } = [];
    public Expression? Filter { get; init; }
    public WindowReference? Over { get; init; }

    /// <summary>True for IGNORE NULLS, false for RESPECT NULLS.</summary>
    public bool? IgnoreNulls { get; init; }

    /// <summary>Clauses only some functions have: <c>LISTAGG … ON OVERFLOW</c>, <c>TRIM(BOTH …)</c>.</summary>
    public string? Modifier { get; init; }
}

public sealed record Lambda(ImmutableArray<Identifier> Parameters, Expression Body) : Expression;

public sealed record Subscript(Expression Base, Expression Index) : Expression;

public sealed record ArrayConstructor(ImmutableArray<Expression> Items) : Expression;

public sealed record RowConstructor(ImmutableArray<Expression> Items) : Expression;

public enum UnaryOperator { Plus, Minus }

public enum ArithmeticOperator { Add, Subtract, Multiply, Divide, Modulo, Concat }

public enum ComparisonOperator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual }

public enum Quantifier { All, Any, Some }
