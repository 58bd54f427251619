using System.Collections.Immutable;
using System.Numerics;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Numbers: bases, bits, buckets, distributions.</summary>
internal static class NumberFunctions
{
    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_cbrt", ["DOUBLE"], "DOUBLE", values => CubeRoot((double)values[0]!)),
        new("weir_format_number", ["DOUBLE"], "VARCHAR", values => WithUnit((double)values[0]!)),
        new("weir_from_base", ["VARCHAR", "BIGINT"], "BIGINT", values => FromBase((string)values[0]!, Radix((long)values[1]!))),
        new("weir_to_base", ["BIGINT", "BIGINT"], "VARCHAR", values => ToBase((long)values[0]!, Radix((long)values[1]!))),
        new("weir_bit_count", ["BIGINT", "BIGINT"], "BIGINT", values => BitCount((long)values[0]!, (long)values[1]!)),
        new("weir_shift", ["BIGINT", "BIGINT", "BIGINT", "VARCHAR"], "BIGINT", values =>
            Shifted((long)values[0]!, (long)values[1]!, (int)(long)values[2]!, (string)values[3]!)),
        new("weir_bucket", ["DOUBLE", "DOUBLE", "DOUBLE", "BIGINT"], "BIGINT", values =>
            Bucket((double)values[0]!, (double)values[1]!, (double)values[2]!, (long)values[3]!)),
        new("weir_bucket_bins", ["DOUBLE", "DOUBLE[]"], "BIGINT", values => Bucket((double)values[0]!, (object?[])values[1]!)),
        new("weir_wilson", ["BIGINT", "BIGINT", "DOUBLE", "DOUBLE"], "DOUBLE", values =>
            Wilson((long)values[0]!, (long)values[1]!, (double)values[2]!, (double)values[3]!)),
        new("weir_normal_cdf", ["DOUBLE", "DOUBLE", "DOUBLE"], "DOUBLE", values => (double)values[1]! > 0
            ? Distributions.NormalCdf((double)values[0]!, (double)values[1]!, (double)values[2]!)
            : throw SqlRuntime.Invalid("standardDeviation must be > 0")),
        new("weir_inverse_normal_cdf", ["DOUBLE", "DOUBLE", "DOUBLE"], "DOUBLE", values => ((double)values[1]!, (double)values[2]!) switch
        {
            (_, <= 0 or >= 1) => throw SqlRuntime.Invalid("p must be 0 > p > 1"),
            ( <= 0, _) => throw SqlRuntime.Invalid("sd must be > 0"),
            var (deviation, p) => Distributions.InverseNormal((double)values[0]!, deviation, p),
        }),
        new("weir_beta_cdf", ["DOUBLE", "DOUBLE", "DOUBLE"], "DOUBLE", values =>
        {
            CheckBeta((double)values[0]!, (double)values[1]!);
            return (double)values[2]! is >= 0 and <= 1 and var value
                ? Distributions.BetaCdf((double)values[0]!, (double)values[1]!, value)
                : throw SqlRuntime.Invalid("value must be 0 >= v >= 1");
        }),
        new("weir_inverse_beta_cdf", ["DOUBLE", "DOUBLE", "DOUBLE"], "DOUBLE", values =>
        {
            CheckBeta((double)values[0]!, (double)values[1]!);
            return (double)values[2]! is >= 0 and <= 1 and var value
                ? Distributions.InverseBeta((double)values[0]!, (double)values[1]!, value)
                : throw SqlRuntime.Invalid("p must be 0 >= p >= 1");
        }),
        new("weir_t_cdf", ["DOUBLE", "DOUBLE"], "DOUBLE", values => (double)values[1]! > 0
            ? Distributions.TCdf((double)values[0]!, (double)values[1]!)
            : throw SqlRuntime.Invalid("df must be greater than 0")),
        new("weir_t_pdf", ["DOUBLE", "DOUBLE"], "DOUBLE", values => (double)values[1]! > 0
            ? Distributions.TPdf((double)values[0]!, (double)values[1]!)
            : throw SqlRuntime.Invalid("df must be greater than 0")),
        new("weir_plain_number", ["DOUBLE", "INTEGER"], "VARCHAR", values => double.IsFinite((double)values[0]!)
            ? Decimals.Parse(((double)values[0]!).ToString("R", System.Globalization.CultureInfo.InvariantCulture)).Fixed((int)values[1]!)
            : null),
        new("weir_plain_real", ["FLOAT", "INTEGER"], "VARCHAR", values => float.IsFinite((float)values[0]!)
            ? Decimals.Parse(((float)values[0]!).ToString("R", System.Globalization.CultureInfo.InvariantCulture)).Fixed((int)values[1]!)
            : null),
        new("weir_round_whole", ["BIGINT", "BIGINT", "VARCHAR"], "BIGINT", values => Rounded((long)values[0]!, (long)values[1]!, (string)values[2]!)),
        new("weir_round_digits", ["VARCHAR", "BIGINT", "BIGINT", "BOOLEAN"], "VARCHAR", values =>
            Decimals.Rounded((string)values[0]!, (int)(long)values[1]!, (long)values[2]!, (bool)values[3]!)),
        new("weir_round", ["DOUBLE", "BIGINT"], "DOUBLE", values => Rounded((double)values[0]!, (long)values[1]!)),
        new("weir_cosine_map", ["MAP(VARCHAR, DOUBLE)", "MAP(VARCHAR, DOUBLE)"], "DOUBLE", values => Cosine(Entries(values[0]), Entries(values[1]))),
        new("weir_cosine_array", ["DOUBLE[]", "DOUBLE[]"], "DOUBLE", values => Cosine((object?[])values[0]!, (object?[])values[1]!)),
    ];

    private static int Radix(long radix) => radix is >= 2 and <= 36
        ? (int)radix
        : throw SqlRuntime.Invalid("Radix must be between 2 and 36");

    private static long FromBase(string text, int radix)
    {
        var negative = text.StartsWith('-');
        var digits = text.Length > 0 && text[0] is '-' or '+' ? text[1..] : text;
        var value = BigInteger.Zero;
        foreach (var letter in digits)
        {
            var digit = char.IsAsciiDigit(letter) ? letter - '0' : char.IsAsciiLetter(letter) ? char.ToLowerInvariant(letter) - 'a' + 10 : 99;
            value = digit < radix ? (value * radix) + digit : throw Bad();
        }

        value = negative ? -value : value;
        return digits.Length > 0 && digits.Length < 100 && value >= long.MinValue && value <= long.MaxValue ? (long)value : throw Bad();

        SqlException Bad() => SqlRuntime.Invalid($"Not a valid base-{radix} number: {text}");
    }

    private static string ToBase(long value, int radix)
    {
        var digits = new Stack<char>();
        var left = BigInteger.Abs(value);
        do
        {
            digits.Push("0123456789abcdefghijklmnopqrstuvwxyz"[(int)(left % radix)]);
            left /= radix;
        }
        while (!left.IsZero);
        return (value < 0 ? "-" : "") + new string([.. digits]);
    }

    private static long BitCount(long value, long bits)
    {
        if (bits is < 2 or > 64)
        {
            throw SqlRuntime.Invalid($"Bits specified in bit_count must be between 2 and 64, got {bits}");
        }

        if (bits == 64)
        {
            return (long)BitOperations.PopCount((ulong)value);
        }

        var max = (1L << ((int)bits - 1)) - 1;
        return value <= max && value >= ~max
            ? (long)BitOperations.PopCount((ulong)value & ((1UL << (int)bits) - 1))
            : throw SqlRuntime.Invalid($"Number must be representable with the bits specified. {value} cannot be represented with {bits} bits");
    }

    /// <summary>A shift in a number of so many bits, whose sign is the topmost.</summary>
    private static long Shifted(long value, long shift, int bits, string kind)
    {
        var mask = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        if (shift is < 0 or >= 64 || shift >= bits)
        {
            return kind == "arithmetic" && value < 0 ? -1L : 0L;
        }

        var shifted = kind switch
        {
            "left" => ((ulong)value << (int)shift) & mask,
            "logical" => ((ulong)value & mask) >> (int)shift,
            _ => (ulong)(value >> (int)shift) & mask,
        };
        return bits == 64 ? (long)shifted : (long)(shifted << (64 - bits)) >> (64 - bits);
    }

    private static long Bucket(double value, double low, double high, long count)
    {
        if (count <= 0)
        {
            throw SqlRuntime.Invalid("bucketCount must be greater than 0");
        }

        if (double.IsNaN(value))
        {
            throw SqlRuntime.Invalid("operand must not be NaN");
        }

        if (!double.IsFinite(low) || !double.IsFinite(high))
        {
            throw SqlRuntime.Invalid($"{(double.IsFinite(low) ? "second" : "first")} bound must be finite");
        }

        if (low == high)
        {
            throw SqlRuntime.Invalid("bounds cannot equal each other");
        }

        var (lower, upper) = (Math.Min(low, high), Math.Max(low, high));
        long place;
        if (value < lower)
        {
            place = 0;
        }
        else if (value >= upper)
        {
            place = count == long.MaxValue
                ? throw new SqlException(SqlErrorCode.NumericValueOutOfRange, $"Bucket for value {value} is out of range")
                : count + 1;
        }
        else
        {
            place = (long)((count * (value - lower) / (upper - lower)) + 1);
        }

        return low > high ? count - place + 1 : place;
    }

    private static long Bucket(double value, object?[] bins)
    {
        if (bins.Length == 0)
        {
            throw SqlRuntime.Invalid("Bins cannot be an empty array");
        }

        if (double.IsNaN(value))
        {
            throw SqlRuntime.Invalid("Operand cannot be NaN");
        }

        // Only the bins the search meets are looked at, as in Trino; NULL counts as 0 there too.
        var (lower, upper) = (0, bins.Length);
        while (lower < upper)
        {
            if (Bin(bins, lower) > Bin(bins, upper - 1))
            {
                throw SqlRuntime.Invalid("Bin values are not sorted in ascending order");
            }

            var middle = (lower + upper) / 2;
            var bin = Bin(bins, middle);
            if (!double.IsFinite(bin))
            {
                throw SqlRuntime.Invalid($"Bin value must be finite, got {DoubleText(bin)}");
            }

            (lower, upper) = value < bin ? (lower, middle) : (middle + 1, upper);
        }

        return lower;
    }

    private static double Bin(object?[] bins, int place) => bins[place] as double? ?? 0;

    /// <summary>A whole number rounded to tens, hundreds and so on; what does not fit is refused.</summary>
    private static long Rounded(long value, long digits, string type)
    {
        if (digits >= 0)
        {
            return value;
        }

        if (digits < -18)
        {
            throw new SqlException(SqlErrorCode.NumericValueOutOfRange, $"numerical overflow: {value}");
        }

        var factor = BigInteger.Pow(10, (int)-digits);
        var rounded = ((BigInteger.Abs(value) * 2) + factor) / (factor * 2) * factor * Math.Sign(value);
        var (min, max) = type switch
        {
            "tinyint" => (sbyte.MinValue, sbyte.MaxValue),
            "smallint" => (short.MinValue, short.MaxValue),
            "integer" => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        return rounded >= min && rounded <= max
            ? (long)rounded
            : throw new SqlException(
                SqlErrorCode.NumericValueOutOfRange, type == "bigint" ? $"numerical overflow: {value}" : $"Out of range for {type}: {rounded}");
    }

    private static string DoubleText(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static double Wilson(long successes, long trials, double z, double sign)
    {
        if (successes < 0)
        {
            throw SqlRuntime.Invalid("number of successes must not be negative");
        }

        if (trials <= 0)
        {
            throw SqlRuntime.Invalid("number of trials must be positive");
        }

        if (successes > trials)
        {
            throw SqlRuntime.Invalid("number of successes must not be larger than number of trials");
        }

        if (z < 0)
        {
            throw SqlRuntime.Invalid("z-score must not be negative");
        }

        var (s, n, p) = ((double)successes, (double)trials, successes / (double)trials);
        _ = s;
        if (z == 0)
        {
            return p;
        }

        // The roots of the interval's quadratic equation.
        var denominator = 1 + (z * z / n);
        var centre = p + (z * z / (2 * n));
        var spread = z * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        return (centre + (sign * spread)) / denominator;
    }

    private static void CheckBeta(double a, double b)
    {
        if (a <= 0 || b <= 0)
        {
            throw SqlRuntime.Invalid("a, b must be > 0");
        }
    }

    private static double Rounded(double value, long digits)
    {
        if (!double.IsFinite(value))
        {
            return value;
        }

        var factor = Math.Pow(10, digits);
        var scaled = Math.Abs(value) * factor;
        if (!double.IsFinite(scaled) || digits > 300)
        {
            return value;
        }

        var rounded = (Math.Floor(scaled) + (scaled - Math.Floor(scaled) >= 0.5 ? 1 : 0)) / factor;
        return value < 0 ? -rounded : double.IsFinite(rounded) ? rounded : 0.0;
    }

    private static KeyValuePair<object, object?>[] Entries(object? map) => (KeyValuePair<object, object?>[])map!;

    private static object? Cosine(KeyValuePair<object, object?>[] left, KeyValuePair<object, object?>[] right)
    {
        var other = right.ToDictionary(pair => (string)pair.Key, pair => pair.Value, StringComparer.Ordinal);
        if (left.Concat(right).Any(pair => pair.Value is null))
        {
            return null;
        }

        var dot = left.Sum(pair => other.TryGetValue((string)pair.Key, out var value) ? (double)pair.Value! * (double)value! : 0);
        var (a, b) = (Math.Sqrt(left.Sum(pair => Square(pair.Value))), Math.Sqrt(right.Sum(pair => Square(pair.Value))));
        return a == 0 || b == 0 ? null : dot / (a * b);
    }

    private static object? Cosine(object?[] left, object?[] right)
    {
        if (left.Length != right.Length)
        {
            throw SqlRuntime.Invalid("Both array arguments must have the same length");
        }

        if (left.Contains(null) || right.Contains(null))
        {
            return null;
        }

        var (a, b) = (Math.Sqrt(left.Sum(Square)), Math.Sqrt(right.Sum(Square)));
        return a == 0 || b == 0
            ? throw SqlRuntime.Invalid("Vector magnitude cannot be zero")
            : left.Zip(right).Sum(pair => (double)pair.First! * (double)pair.Second!) / (a * b);
    }

    private static double Square(object? value) => (double)value! * (double)value;

    /// <summary>The C library may be a unit off in the last place; one step of Newton's corrects it.</summary>
    private static double CubeRoot(double value)
    {
        var root = Math.Cbrt(value);
        return root == 0 || !double.IsFinite(root) ? root : root - (((root * root * root) - value) / (3 * root * root));
    }

    /// <summary>Three digits and a unit: thousand, million, billion, trillion, quadrillion.</summary>
    private static string WithUnit(double value)
    {
        var unit = 0;
        while (Math.Abs(value) >= 1000 && unit < 5)
        {
            value /= 1000;
            unit++;
        }

        var digits = Math.Abs(value) switch { < 10 => 2, < 100 => 1, _ => 0 };
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{Math.Round(value, digits, MidpointRounding.ToEven):0.##}{(unit == 0 ? "" : "KMBTQ"[unit - 1])}");
    }
}
