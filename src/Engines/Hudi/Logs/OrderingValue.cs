using System.Numerics;
using Weir.Engines.DuckDb;

namespace Weir.Engines.Hudi.Logs;

/// <summary>Compares what tells which record of a key is newer, whichever file it comes from.</summary>
public static class OrderingValue
{
    /// <summary>A value in one of few forms: decimal, double, text; null for NULL. Times are microseconds, dates days.</summary>
    public static object? Of(object? value) => value switch
    {
        null => null,
        bool flag => flag ? 1m : 0m,
        sbyte number => (decimal)number,
        byte number => (decimal)number,
        short number => (decimal)number,
        ushort number => (decimal)number,
        int number => (decimal)number,
        uint number => (decimal)number,
        long number => (decimal)number,
        ulong number => (decimal)number,
        float number => (double)number,
        double => value,
        string => value,
        DuckDecimal number when FitsDecimal((BigInteger)number.Unscaled, number.Scale) => Exact((decimal)number.Unscaled, number.Scale),
        DuckDecimal number => (double)number.Unscaled / Math.Pow(10, number.Scale),
        Decimal15 number when FitsDecimal(number.Unscaled, 15) => Exact((decimal)number.Unscaled, 15),
        Decimal15 number => (double)number.Unscaled / 1e15,
        DateOnly day => (decimal)(day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
        DateTime time => (decimal)((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond),
        DateTimeOffset time => (decimal)((time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond),
        byte[] bytes => Convert.ToHexString(bytes),
        _ => value.ToString(),
    };

    /// <summary>NULL is less than everything; a number and a text cannot be compared and count as the same.</summary>
    public static int Compare(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        for (var at = 0; at < Math.Min(left.Count, right.Count); at++)
        {
            var order = Compare(left[at], right[at]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (decimal first, decimal second) => first.CompareTo(second),
        (string first, string second) => string.CompareOrdinal(first, second),
        (string, _) or (_, string) => 0,
        _ => Convert.ToDouble(left, System.Globalization.CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(right, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static bool FitsDecimal(BigInteger unscaled, int scale) => BigInteger.Abs(unscaled) <= (BigInteger)decimal.MaxValue && scale <= 28;

    private static decimal Exact(decimal value, int scale)
    {
        for (; scale > 0; scale--)
        {
            value /= 10;
        }

        return value;
    }
}
