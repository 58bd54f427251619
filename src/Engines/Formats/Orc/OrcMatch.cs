using System.Globalization;
using System.Text;

namespace Weir.Engines.Formats.Orc;

/// <summary>Compares what is wanted with what statistics say is there. In doubt the answer is yes.</summary>
internal static class OrcMatch
{
    public static bool MayHave(OrcRange range, OrcStatistics statistics, OrcType type, long rows)
    {
        if (range.IsNull)
        {
            return statistics.HasNull || statistics.Count is null || statistics.Count < rows;
        }

        if (statistics.Count == 0)
        {
            return false;
        }

        return type.Kind switch
        {
            OrcKind.Boolean or OrcKind.Byte or OrcKind.Short or OrcKind.Int or OrcKind.Long or OrcKind.Date =>
                statistics.Whole is not { } whole || Overlaps(range, AsLong, whole.Least, whole.Most),
            OrcKind.Float or OrcKind.Double => statistics.Real is not { } real || Overlaps(range, AsDouble, real.Least, real.Most),
            OrcKind.String or OrcKind.Varchar => MayHaveText(range, statistics),
            OrcKind.Decimal => MayHaveDecimal(range, statistics),
            OrcKind.Timestamp => MayHaveTime(range, statistics),
            _ => true,
        };
    }

    private static bool Overlaps<T>(OrcRange range, Func<object, T?> convert, T least, T most)
        where T : struct, IComparable<T>
    {
        if (range.Least is not null && convert(range.Least) is { } low && most.CompareTo(low) < 0)
        {
            return false;
        }

        if (range.Most is not null && convert(range.Most) is { } high && least.CompareTo(high) > 0)
        {
            return false;
        }

        return range.Values is not { } values
            || values.Any(value => convert(value) is not { } one || (one.CompareTo(least) >= 0 && one.CompareTo(most) <= 0));
    }

    /// <summary>What a whole-number column would hold for a value; null where it could not.</summary>
    public static long? AsLong(object value) => value switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        decimal number when number == decimal.Truncate(number) && number >= long.MinValue && number <= long.MaxValue => (long)number,
        DateTime day when day.TimeOfDay == TimeSpan.Zero => (day - DateTime.UnixEpoch).Days,
        _ => null,
    };

    private static double? AsDouble(object value) => value switch
    {
        double number => number,
        long number and > -(1L << 53) and < 1L << 53 => number,
        decimal number => (double)number,
        _ => null,
    };

    private static bool MayHaveText(OrcRange range, OrcStatistics statistics)
    {
        var (least, most) = statistics.Text;
        return !(range.Least is string low && most is not null && most.AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(low)) < 0)
            && !(range.Most is string high && least is not null && least.AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(high)) > 0);
    }

    private static bool MayHaveDecimal(OrcRange range, OrcStatistics statistics) =>
        statistics.Decimal is not { } bounds || Parse(bounds.Least) is not { } least || Parse(bounds.Most) is not { } most
        || Overlaps(range, AsDecimal, least, most);

    private static decimal? AsDecimal(object value) => value switch
    {
        long number => number,
        decimal number => number,
        _ => null,
    };

    /// <summary>Up to 28 digits exactly; more are not compared.</summary>
    private static decimal? Parse(string text) =>
        text.Count(char.IsAsciiDigit) <= 28 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static bool MayHaveTime(OrcRange range, OrcStatistics statistics)
    {
        // Whole milliseconds round down: a bound is only missed by more than one.
        return statistics.Millis is not { } bounds || Overlaps(range, AsMillis, bounds.Least - 1, bounds.Most + 1);
    }

    private static long? AsMillis(object value) =>
        value is DateTime time ? (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond : null;
}
