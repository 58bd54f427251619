using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Dates and times from and to text in full precision: picoseconds since 1970, or since midnight.</summary>
internal static partial class FineTimes
{
    public const int DigitsMax = 12;
    public const long SecondPicos = 1_000_000_000_000;
    public const long MinutePicos = 60 * SecondPicos;
    public const long DayPicos = 1440 * MinutePicos;
    public const long MicroPicos = 1_000_000;

    private const string Zoned = "STRUCT(t TIMESTAMPTZ, z VARCHAR)";
    private const string FineZoned = "STRUCT(t HUGEINT, z VARCHAR)";
    private const string ZonedClock = "STRUCT(t BIGINT, z INTEGER)";
    private const int OffsetMinutesMax = 14 * 60;

    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_read_stamp", ["VARCHAR", "BIGINT"], "HUGEINT", values =>
            ReadStamp((string)values[0]!, (int)(long)values[1]!)?.Picos ?? throw NotStamp(values[0])),
        new("weir_read_zoned", ["VARCHAR", "BIGINT", "VARCHAR"], Zoned, values => Coarse(ReadZoned((string)values[0]!, (int)(long)values[1]!, (string)values[2]!))),
        new("weir_read_fine_zoned", ["VARCHAR", "BIGINT", "VARCHAR"], FineZoned, values => ReadZoned((string)values[0]!, (int)(long)values[1]!, (string)values[2]!)),
        new("weir_coarse_zoned", [FineZoned], Zoned, values => values[0] is object?[] { Length: 2 } x ? Coarse(x) : null),
        new("weir_read_time", ["VARCHAR", "BIGINT"], "BIGINT", values =>
            ReadTime((string)values[0]!, (int)(long)values[1]!) is { Offset: null } time ? time.Picos
                : throw new SqlException(SqlErrorCode.InvalidCastArgument, $"Value cannot be cast to time: {values[0]}")),
        new("weir_read_time_zoned", ["VARCHAR", "BIGINT", "BIGINT"], "STRUCT(local BIGINT, z INTEGER)", values =>
            ReadTime(((string)values[0]!).Trim(), (int)(long)values[1]!) is { } time
                ? new object?[] { time.Picos, time.Offset ?? (int)(long)values[2]! }
                : throw NotStamp(values[0])),
        new("weir_local_picos", ["HUGEINT", "VARCHAR"], "HUGEINT", values => Local((Int128)values[0]!, (string)values[1]!)),
        new("weir_fine_zoned", ["HUGEINT", "VARCHAR"], FineZoned, values => new object?[] { Instant((Int128)values[0]!, (string)values[1]!), values[1] }),
        new("weir_clock", [ZonedClock], "BIGINT", values =>
            values[0] is object?[] { Length: 2 } x ? Moments.Modulo((long)x[0]! + ((int)x[1]! * MinutePicos), DayPicos) : null),
        new("weir_clocked", ["BIGINT", "INTEGER"], ZonedClock, values =>
            new object?[] { Moments.Modulo((long)values[0]! - ((int)values[1]! * MinutePicos), DayPicos), values[1] }),
        new("weir_stamp_fine_text", ["HUGEINT", "BIGINT"], "VARCHAR", values => StampText((Int128)values[0]!, (int)(long)values[1]!)),
        new("weir_time_fine_text", ["BIGINT", "BIGINT"], "VARCHAR", values => TimeText((long)values[0]!, (int)(long)values[1]!)),
        new("weir_minutes_text", ["INTEGER"], "VARCHAR", values => Moments.Offset((int)values[0]! * 60)),
        new("weir_zone_minutes", ["VARCHAR", "BIGINT"], "INTEGER", values =>
            Zones.Minutes(Zones.Of((string)values[0]!), DateTimeOffset.FromUnixTimeSeconds((long)values[1]!))),
    ];

    /// <summary>A local time and the zone written behind it.</summary>
    /// <param name="Digits">Those of its fraction.</param>
    public sealed record Stamp(Int128 Picos, int Digits, string? Zone);

    /// <param name="Offset">Minutes.</param>
    public sealed record ClockTime(long Picos, int Digits, int? Offset);

    /// <summary>Null when the text is no timestamp.</summary>
    /// <param name="digits">To round to.</param>
    public static Stamp? ReadStamp(string text, int digits)
    {
        var match = StampPattern().Match(text.Trim());
        if (!match.Success || !int.TryParse(match.Groups["y"].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var year))
        {
            return null;
        }

        var (month, day) = (Number(match, "M"), Number(match, "d"));
        if (month is < 1 or > 12 || day < 1 || day > Moments.DaysIn(year, month)
            || Clock(match) is not { } seconds || Fraction(match, digits) is not { } fraction)
        {
            return null;
        }

        var picos = ((Int128)((Moments.Days(year, month, day) * 86_400) + seconds) * SecondPicos) + fraction;
        return Int128.Abs(picos) / MicroPicos > long.MaxValue - Moments.DayMicros
            ? null
            : new(picos, match.Groups["f"].Length, match.Groups["z"].Success ? match.Groups["z"].Value : null);
    }

    /// <summary>Null when the text is no time of day.</summary>
    public static ClockTime? ReadTime(string text, int digits)
    {
        var match = TimePattern().Match(text);
        if (!match.Success || match.Groups["f"].Length > DigitsMax || Clock(match) is not { } seconds || Fraction(match, digits) is not { } fraction)
        {
            return null;
        }

        int? offset = null;
        if (match.Groups["oh"].Success)
        {
            var minutes = Number(match, "om");
            offset = (Number(match, "oh") * 60) + minutes;
            if (minutes > 59 || offset > OffsetMinutesMax)
            {
                return null;
            }

            offset = match.Groups["s"].Value == "-" ? -offset : offset;
        }

        return new((long)(((seconds * SecondPicos) + fraction) % DayPicos), match.Groups["f"].Length, offset);
    }

    /// <summary>An instant as its zone's clocks show it.</summary>
    public static Int128 Local(Int128 instant, string zone) =>
        instant + ((Int128)Zones.Seconds(zone, (long)Divide(instant, SecondPicos).Quotient) * SecondPicos);

    /// <summary>The instant of a local time. One the clocks skip is as long after midnight, one they show twice is the first.</summary>
    public static Int128 Instant(Int128 local, string zone)
    {
        var seconds = (long)Divide(local, SecondPicos).Quotient;
        var before = Zones.Seconds(zone, seconds - Zones.Seconds(zone, seconds - 86_400));
        var early = Zones.Seconds(zone, seconds - 86_400);
        var offset = Zones.Seconds(zone, seconds - early) == early ? early : before;
        if (Zones.Seconds(zone, seconds - offset) != offset)
        {
            offset = early;
        }

        return local - ((Int128)offset * SecondPicos);
    }

    public static string StampText(Int128 picos, int digits)
    {
        var (days, rest) = Divide(picos, DayPicos);
        var (year, month, day) = Moments.Date((long)days);
        var shown = year > 9999 ? $"+{year}" : year < 0 ? $"-{-year:0000}" : $"{year:0000}";
        return string.Create(CultureInfo.InvariantCulture, $"{shown}-{month:00}-{day:00} {TimeText((long)rest, digits)}");
    }

    public static string TimeText(long picos, int digits)
    {
        var seconds = picos / SecondPicos;
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        return digits == 0 ? text : $"{text}.{(picos % SecondPicos).ToString("000000000000", CultureInfo.InvariantCulture)[..digits]}";
    }

    private static object?[] ReadZoned(string text, int digits, string session)
    {
        var stamp = ReadStamp(text, digits) ?? throw NotStamp(text);
        var zone = stamp.Zone is null ? session : Zones.Find(stamp.Zone) ?? throw NotStamp(text);
        return [Instant(stamp.Picos, zone), zone];
    }

    private static object?[] Coarse(object?[] zoned) => [(long)Divide((Int128)zoned[0]!, MicroPicos).Quotient, zoned[1]];

    private static SqlException NotStamp(object? text) => new(SqlErrorCode.InvalidCastArgument, $"Value cannot be cast to timestamp: {text}");

    private static int Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;

    private static long? Clock(Match match)
    {
        var (hour, minute, second) = (Number(match, "h"), Number(match, "m"), Number(match, "s1"));
        return hour > 23 || minute > 59 || second > 59 ? null : (((hour * 60L) + minute) * 60) + second;
    }

    /// <summary>Picoseconds, rounded half up to a number of digits; null for more digits than Java's long has.</summary>
    private static Int128? Fraction(Match match, int digits)
    {
        var group = match.Groups["f"];
        if (!group.Success)
        {
            return 0;
        }

        if (!long.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        var length = group.Length;
        Int128 fraction = value;
        for (; length > digits + 1; length--)
        {
            fraction /= 10;
        }

        if (length > digits)
        {
            fraction = (fraction + 5) / 10;
            length--;
        }

        for (; length < DigitsMax; length++)
        {
            fraction *= 10;
        }

        return fraction;
    }

    private static (Int128 Quotient, Int128 Left) Divide(Int128 value, Int128 by)
    {
        var rest = value % by;
        return rest < 0 ? ((value / by) - 1, rest + by) : (value / by, rest);
    }

    [GeneratedRegex(@"^(?<y>[-+]?[0-9]{4,})-(?<M>[0-9]{1,2})-(?<d>[0-9]{1,2})(?: (?:(?<h>[0-9]{1,2}):(?<m>[0-9]{1,2})(?::(?<s1>[0-9]{1,2})(?:\.(?<f>[0-9]+))?)?)?\s*(?<z>.+)?)?\z")]
    private static partial Regex StampPattern();

    [GeneratedRegex(@"^(?<h>[0-9]{1,2}):(?<m>[0-9]{1,2})(?::(?<s1>[0-9]{1,2})(?:\.(?<f>[0-9]+))?)?\s*(?:(?<s>[+-])(?<oh>[0-9]{2}):(?<om>[0-9]{2}))?\z")]
    private static partial Regex TimePattern();
}
