using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Lowering;

/// <summary>
/// What a sum of integers is told to add. DuckDB turns the sum of <c>x + 1</c> into the sum of <c>x</c> and a count, which is far quicker, and
/// forgets that <c>x + 1</c> might not fit its type: it may do so only where that cannot be.
/// </summary>
internal static class SummedIntegers
{
    public static BoundExpression Of(BoundExpression argument)
    {
        var summed = Unwidened(argument);
        if (summed is not BoundCall { Name: "+" or "-", Arguments: [var left, var right] } || (left is not BoundLiteral && right is not BoundLiteral))
        {
            return summed;
        }

        return RangeOf(summed) is { } range && RangeOf(summed.Type) is { } whole && range.Least >= whole.Least && range.Most <= whole.Most
            ? summed
            : new BoundCall("cast", argument.Type, "CAST({0} AS HUGEINT)", [summed]);
    }

    /// <summary>A sum is as wide as can be: what the argument was widened to does not matter, but for the time it takes.</summary>
    public static BoundExpression Unwidened(BoundExpression argument) =>
        argument is BoundCall { Name: "cast", Type.IsInteger: true, Arguments: [{ Type.IsInteger: true } narrower] } && IsWidening(narrower.Type, argument.Type) ? narrower : argument;

    private static bool IsWidening(SqlType from, SqlType to) => RangeOf(from)!.Value.Most <= RangeOf(to)!.Value.Most;

    private static (Int128 Least, Int128 Most)? RangeOf(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundLiteral { Value: long value }:
                return (value, value);
            case BoundCall { Name: "cast", Arguments: [{ Type.IsInteger: true } inner] }:
                return RangeOf(inner);
            case BoundCall { Name: "+", Arguments: [var left, var right] } when RangeOf(left) is { } a && RangeOf(right) is { } b:
                return (a.Least + b.Least, a.Most + b.Most);
            case BoundCall { Name: "-", Arguments: [var left, var right] } when RangeOf(left) is { } a && RangeOf(right) is { } b:
                return (a.Least - b.Most, a.Most - b.Least);
            default:
                return RangeOf(expression.Type);
        }
    }

    private static (Int128 Least, Int128 Most)? RangeOf(SqlType type) => type.Kind switch
    {
        SqlTypeKind.TinyInt => (sbyte.MinValue, sbyte.MaxValue),
        SqlTypeKind.SmallInt => (short.MinValue, short.MaxValue),
        SqlTypeKind.Integer => (int.MinValue, int.MaxValue),
        SqlTypeKind.BigInt => (long.MinValue, long.MaxValue),
        _ => null,
    };
}
