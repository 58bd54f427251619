using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Division of decimals whose digits leave 128 bits on the way; the short ones are divided by the engine itself.</summary>
internal static class DecimalRuntime
{
    private static readonly BigInteger Limit = BigInteger.Pow(10, 38);

    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_decimal_divide", ["VARCHAR", "VARCHAR", "INTEGER"], "VARCHAR", values =>
            Divide((string)values[0]!, (string)values[1]!, (int)values[2]!)),
        new("weir_decimal_modulo", ["VARCHAR", "VARCHAR", "INTEGER"], "VARCHAR", values =>
            Modulo((string)values[0]!, (string)values[1]!, (int)values[2]!)),
    ];

    /// <summary>The quotient with so many digits after the point, rounded half up.</summary>
    public static string Divide(string dividend, string divisor, int scale)
    {
        var ((a, aScale), (b, bScale)) = (Read(dividend), Read(divisor));
        if (b.IsZero)
        {
            throw new SqlException(SqlErrorCode.DivisionByZero, "Division by zero");
        }

        var shift = scale - aScale + bScale;
        a *= BigInteger.Pow(10, Math.Max(0, shift));
        b *= BigInteger.Pow(10, Math.Max(0, -shift));
        var (quotient, rest) = BigInteger.DivRem(BigInteger.Abs(a), BigInteger.Abs(b));
        quotient += rest * 2 >= BigInteger.Abs(b) ? 1 : 0;
        if (quotient >= Limit)
        {
            throw new SqlException(SqlErrorCode.NumericValueOutOfRange, "Decimal overflow");
        }

        var text = quotient.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = a.Sign * b.Sign < 0 ? "-" : "";
        return scale == 0 ? sign + text : $"{sign}{text[..^scale]}.{text[^scale..]}";
    }

    /// <summary>What the division leaves, with the sign of the dividend.</summary>
    private static string Modulo(string dividend, string divisor, int scale)
    {
        var ((a, aScale), (b, bScale)) = (Read(dividend), Read(divisor));
        if (b.IsZero)
        {
            throw new SqlException(SqlErrorCode.DivisionByZero, "Division by zero");
        }

        var rest = BigInteger.Remainder(a * BigInteger.Pow(10, Math.Max(0, bScale - aScale)), b * BigInteger.Pow(10, Math.Max(0, aScale - bScale)));
        return new Decimals(rest, Math.Max(aScale, bScale)).Fixed(scale);
    }

    private static (BigInteger Digits, int Scale) Read(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(point < 0 ? text : text.Remove(point, 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return (digits, point < 0 ? 0 : text.Length - point - 1);
    }
}
