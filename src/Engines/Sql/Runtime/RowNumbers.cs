using System.Globalization;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Trino's arithmetic on the values of a match.</summary>
internal static class RowNumbers
{
    /// <param name="type">How the result is held: i, d, f (a real) or m (a decimal).</param>
    /// <param name="size">A decimal's scale, an integer's bits.</param>
    public static object Compute(string name, char type, int size, object left, object right) => type switch
    {
        'd' => OfDoubles(name, Convert.ToDouble(left, CultureInfo.InvariantCulture), Convert.ToDouble(right, CultureInfo.InvariantCulture)),
        'f' => (double)(float)OfDoubles(name, Convert.ToDouble(left, CultureInfo.InvariantCulture), Convert.ToDouble(right, CultureInfo.InvariantCulture)),
        'm' => OfDecimals(name, size, Convert.ToDecimal(left, CultureInfo.InvariantCulture), Convert.ToDecimal(right, CultureInfo.InvariantCulture)),
        _ => (object)OfIntegers(name, size, (long)left, right is null ? 0 : (long)right),
    };

    /// <summary>Rounded half away from zero.</summary>
    public static decimal Scaled(decimal value, int scale) => decimal.Round(value, Math.Min(scale, 28), MidpointRounding.AwayFromZero);

    public static long Sum(long left, long right) => OfIntegers("+", 64, left, right);

    private static double OfDoubles(string name, double left, double right) => name switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "%" => left % right,
        "negate" => -left,
        _ => Math.Abs(left),
    };

    private static decimal OfDecimals(string name, int scale, decimal left, decimal right)
    {
        if (name is "/" or "%" && right == 0)
        {
            throw new SqlException(SqlErrorCode.DivisionByZero, "Division by zero");
        }

        try
        {
            return Scaled(
                name switch
                {
                    "+" => left + right,
                    "-" => left - right,
                    "*" => left * right,
                    "/" => left / right,
                    "%" => left % right,
                    "negate" => -left,
                    _ => Math.Abs(left),
                },
                scale);
        }
        catch (OverflowException)
        {
            throw new SqlException(SqlErrorCode.NumericValueOutOfRange, "Decimal overflow");
        }
    }

    private static long OfIntegers(string name, int bits, long left, long right)
    {
        if (name is "/" or "%" && right == 0)
        {
            throw new SqlException(SqlErrorCode.DivisionByZero, "Division by zero");
        }

        Int128 value = name switch
        {
            "+" => (Int128)left + right,
            "-" => (Int128)left - right,
            "*" => (Int128)left * right,
            "/" => (Int128)left / right,
            "%" => (Int128)left % right,
            "negate" => -(Int128)left,
            _ => Int128.Abs(left),
        };
        var most = (Int128.One << (bits - 1)) - 1;
        if (value <= most && value >= -most - 1)
        {
            return (long)value;
        }

        var (type, word) = (bits switch { 8 => "tinyint", 16 => "smallint", 32 => "integer", _ => "bigint" }, name switch { "+" => "addition", "-" => "subtraction", "*" => "multiplication", _ => "division" });
        throw new SqlException(
            SqlErrorCode.NumericValueOutOfRange, string.Create(CultureInfo.InvariantCulture, $"{type} {word} overflow: {left} {name} {right}"));
    }
}
