using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Weir.Tests.Differential;

/// <summary>Kinds of values the evaluator knows.</summary>
internal enum ValueKind { TinyInt, SmallInt, Integer, BigInt, Decimal, Double, Text, Date, Boolean, Array }

/// <summary>A type; a decimal has precision and scale, an array is of integers.</summary>
internal readonly record struct ValueType(ValueKind Kind, int Precision = 0, int Scale = 0)
{
    public bool IsInteger => Kind <= ValueKind.BigInt;

    public bool IsNumber => Kind <= ValueKind.Double;

    public string Sql => Kind switch
    {
        ValueKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})"),
        ValueKind.Text => "varchar",
        ValueKind.Array => "array(integer)",
        _ => Kind.ToString().ToUpperInvariant(),
    };

    public ValueType AsDecimal => Kind switch
    {
        ValueKind.TinyInt => new(ValueKind.Decimal, 3),
        ValueKind.SmallInt => new(ValueKind.Decimal, 5),
        ValueKind.Integer => new(ValueKind.Decimal, 10),
        ValueKind.BigInt => new(ValueKind.Decimal, 19),
        _ => this,
    };

    /// <summary>The type two numbers meet in.</summary>
    public static ValueType Common(ValueType left, ValueType right)
    {
        if (left.Kind == ValueKind.Double || right.Kind == ValueKind.Double)
        {
            return new(ValueKind.Double);
        }

        if (left.IsInteger && right.IsInteger)
        {
            return left.Kind > right.Kind ? left : right;
        }

        var (a, b) = (left.AsDecimal, right.AsDecimal);
        var scale = Math.Max(a.Scale, b.Scale);
        return new(ValueKind.Decimal, Math.Min(38, Math.Max(a.Precision - a.Scale, b.Precision - b.Scale) + scale), scale);
    }
}

/// <summary>What an expression comes to in one row: a value (null is NULL), a failure, or either where the language leaves it open.</summary>
/// <remarks>Integers and decimals' digits are <see cref="BigInteger"/>, dates day numbers as int, arrays of <c>BigInteger?</c>.</remarks>
internal readonly record struct Outcome(object? Value, bool IsFailure = false, bool IsOpen = false)
{
    public static Outcome Null { get; } = new(null);

    public static Outcome Failure { get; } = new(null, IsFailure: true);

    public static Outcome Open { get; } = new(null, IsOpen: true);

    public bool IsValue => !IsFailure && !IsOpen;

    public bool IsNull => IsValue && Value is null;
}

/// <summary>An expression in the dialect and what it comes to, row by row, by the evaluator's own rules.</summary>
internal sealed record Made(string Sql, ValueType Type, Func<Row, Outcome> Evaluate);

/// <summary>One row of the table the expressions read.</summary>
internal sealed record Row(ImmutableArray<object?> Values);
