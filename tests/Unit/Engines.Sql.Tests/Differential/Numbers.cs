using System.Globalization;
using System.Numerics;

namespace Weir.Tests.Differential;

/// <summary>Arithmetic as the language defines it, written without looking at how the engine does it.</summary>
internal static class Numbers
{
    private static readonly BigInteger DecimalMax = BigInteger.Pow(10, 38);

    public static Outcome Integer(ValueType type, BigInteger value)
    {
        var bits = type.Kind switch
        {
            ValueKind.TinyInt => 7,
            ValueKind.SmallInt => 15,
            ValueKind.Integer => 31,
            _ => 63,
        };
        var limit = BigInteger.One << bits;
        return value >= -limit && value < limit ? new(value) : Outcome.Failure;
    }

    public static Outcome Decimal(BigInteger digits) => BigInteger.Abs(digits) < DecimalMax ? new(digits) : Outcome.Failure;

    public static ValueType Type(char op, ValueType left, ValueType right)
    {
        var common = ValueType.Common(left, right);
        if (common.Kind != ValueKind.Decimal)
        {
            return common;
        }

        var (a, b) = (left.AsDecimal, right.AsDecimal);
        var scale = Math.Max(a.Scale, b.Scale);
        var (precision, digits) = op switch
        {
            '*' => (a.Precision + b.Precision, a.Scale + b.Scale),
            '/' => (a.Precision + b.Scale + Math.Max(0, b.Scale - a.Scale), scale),
            '%' => (Math.Min(b.Precision - b.Scale, a.Precision - a.Scale) + scale, scale),
            _ => (Math.Max(a.Precision - a.Scale, b.Precision - b.Scale) + scale + 1, scale),
        };
        return new(ValueKind.Decimal, Math.Clamp(precision, 1, 38), digits);
    }

    public static Outcome Arithmetic(char op, ValueType leftType, object left, ValueType rightType, object right)
    {
        var type = Type(op, leftType, rightType);
        if (type.Kind == ValueKind.Double)
        {
            var (x, y) = (ToDouble(leftType, left), ToDouble(rightType, right));
            return new(op switch
            {
                '+' => x + y,
                '-' => x - y,
                '*' => x * y,
                '/' => x / y,
                _ => x % y,
            });
        }

        var (a, b) = ((BigInteger)left, (BigInteger)right);
        if (op is '/' or '%' && b.IsZero)
        {
            return Outcome.Failure;
        }

        if (type.IsInteger)
        {
            return Integer(type, op switch
            {
                '+' => a + b,
                '-' => a - b,
                '*' => a * b,
                '/' => BigInteger.Divide(a, b),
                _ => BigInteger.Remainder(a, b),
            });
        }

        return DecimalArithmetic(op, type, leftType.AsDecimal, a, rightType.AsDecimal, b);
    }

    public static double ToDouble(ValueType type, object value) => type.Kind switch
    {
        ValueKind.Double => (double)value,
        ValueKind.Decimal when type.Precision > 18 => double.Parse(Table.Shown(type, value), CultureInfo.InvariantCulture),

        // A BigInteger would be cut, a long is rounded.
        ValueKind.Decimal => (long)(BigInteger)value / Math.Pow(10, type.Scale),
        _ => (long)(BigInteger)value,
    };

    /// <summary>More digits after the point, or fewer rounded half away from zero.</summary>
    public static BigInteger Rescale(BigInteger digits, int from, int to) => to >= from
        ? digits * BigInteger.Pow(10, to - from)
        : HalfUp(digits, BigInteger.Pow(10, from - to));

    public static BigInteger HalfUp(BigInteger dividend, BigInteger divisor)
    {
        var (quotient, rest) = BigInteger.DivRem(BigInteger.Abs(dividend), BigInteger.Abs(divisor));
        quotient += rest * 2 >= BigInteger.Abs(divisor) ? 1 : 0;
        return dividend.Sign * divisor.Sign < 0 ? -quotient : quotient;
    }

    /// <summary>Less than zero, zero or more; null where NaN takes part.</summary>
    public static int? Compare(ValueType leftType, object left, ValueType rightType, object right)
    {
        switch (leftType.Kind)
        {
            case ValueKind.Text:
                return string.CompareOrdinal((string)left, (string)right);
            case ValueKind.Boolean:
                return ((bool)left).CompareTo((bool)right);
            case ValueKind.Date:
                return ((int)left).CompareTo((int)right);
        }

        var common = ValueType.Common(leftType, rightType);
        if (common.Kind == ValueKind.Double)
        {
            var (x, y) = (ToDouble(leftType, left), ToDouble(rightType, right));
            return double.IsNaN(x) || double.IsNaN(y) ? null : x < y ? -1 : x > y ? 1 : 0;
        }

        return Rescale((BigInteger)left, leftType.Scale, common.Scale).CompareTo(Rescale((BigInteger)right, rightType.Scale, common.Scale));
    }

    private static Outcome DecimalArithmetic(char op, ValueType type, ValueType leftType, BigInteger a, ValueType rightType, BigInteger b)
    {
        if (op == '/')
        {
            var shift = type.Scale - leftType.Scale + rightType.Scale;
            return Decimal(HalfUp(a * BigInteger.Pow(10, shift), b));
        }

        if (op == '*')
        {
            return Decimal(a * b);
        }

        var (x, y) = (Rescale(a, leftType.Scale, type.Scale), Rescale(b, rightType.Scale, type.Scale));
        return Decimal(op switch
        {
            '+' => x + y,
            '-' => x - y,
            _ => BigInteger.Remainder(x, y),
        });
    }
}
