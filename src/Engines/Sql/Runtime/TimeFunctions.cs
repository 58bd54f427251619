using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Times from and to text. Local times travel as microseconds since 1970.</summary>
internal static partial class TimeFunctions
{
    private const string Zoned = "STRUCT(micros BIGINT, zone VARCHAR)";

    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_date_format", ["BIGINT", "VARCHAR"], "VARCHAR", values => MySqlPattern.Of((string)values[1]!).Format((long)values[0]!, 0, "UTC")),
        new("weir_date_parse", ["VARCHAR", "VARCHAR"], "BIGINT", values =>
            Moments.Floor(new TimeReader(MySqlPattern.Of((string)values[1]!), (string)values[0]!).Read().Micros, 1000) * 1000),
        new("weir_format_datetime", ["BIGINT", "BIGINT", "VARCHAR", "VARCHAR"], "VARCHAR", values =>
            JodaPattern.Of((string)values[3]!).Format((long)values[0]!, (int)(long)values[1]!, (string)values[2]!)),
        new("weir_parse_datetime", ["VARCHAR", "VARCHAR"], Zoned, values =>
        {
            var (micros, zone) = new TimeReader(JodaPattern.Of((string)values[1]!), (string)values[0]!).Read();
            return new object?[] { Moments.Floor(micros, 1000) * 1000, zone };
        }),
        new("weir_iso_date", ["VARCHAR"], "BIGINT", values => IsoDate((string)values[0]!) ?? throw SqlRuntime.Invalid($"Invalid format: \"{values[0]}\"")),
        new("weir_iso_timestamp", ["VARCHAR"], Zoned, values => Iso((string)values[0]!)),
        new("weir_iso_nanos", ["VARCHAR"], "STRUCT(local HUGEINT, zone VARCHAR)", values => IsoNanos((string)values[0]!)),
        new("weir_parse_duration", ["VARCHAR"], "BIGINT", values => Duration((string)values[0]!)),
        new("weir_human_seconds", ["DOUBLE"], "VARCHAR", values => HumanSeconds((double)values[0]!)),
        new("weir_td_char", ["BIGINT", "VARCHAR"], "VARCHAR", values => Teradata((string)values[1]!, forOutput: true).Format((long)values[0]!, 0, "UTC")),
        new("weir_td_parse", ["VARCHAR", "VARCHAR"], "BIGINT", values => ThisMillennium(new TimeReader(Teradata((string)values[1]!, forOutput: false), (string)values[0]!).Read().Micros)),
        new("weir_offset_text", ["BIGINT"], "VARCHAR", values => (long)values[0]! == 0 ? "Z" : Moments.Offset((int)(long)values[0]!)),
        new("weir_unit", ["VARCHAR", "VARCHAR"], "VARCHAR", values => Unit((string)values[0]!, (string)values[1]!)),
        new("weir_check_zone", ["VARCHAR"], "VARCHAR", values => Zones.Of((string)values[0]!)),
    ];

    private static readonly PatternCache<TimePattern> TeradataOutput = new(text => TeradataPattern(text, output: true));
    private static readonly PatternCache<TimePattern> TeradataInput = new(text => TeradataPattern(text, output: false));

    private static TimePattern Teradata(string format, bool forOutput) => (forOutput ? TeradataOutput : TeradataInput).Of(format);

    /// <summary>Years of two digits are 2000 to 2099; two thousand years are always as many days.</summary>
    private static long ThisMillennium(long micros) => micros < Moments.Days(100, 1, 1) * Moments.DayMicros ? micros + (730_485 * Moments.DayMicros) : micros;

    private static TimePattern TeradataPattern(string format, bool output)
    {
        var parts = new List<TimePart>();
        for (var i = 0; i < format.Length;)
        {
            var (part, length) = format.AsSpan(i) switch
            {
                ['y' or 'Y', 'y' or 'Y', 'y' or 'Y', 'y' or 'Y', ..] => (new TimePart(TimeField.Year, 4, 4), 4),
                ['y' or 'Y', 'y' or 'Y', ..] => (output ? new TimePart(TimeField.TwoDigitYear, 2) : new TimePart(TimeField.Year, 2, 2), 2),
                ['h' or 'H', 'h' or 'H', '2', '4', ..] => (new TimePart(TimeField.Hour, output ? 2 : 1), 4),
                ['h' or 'H', 'h' or 'H', ..] => (new TimePart(TimeField.HalfClock, output ? 2 : 1), 2),
                ['m' or 'M', 'i' or 'I', ..] => (new TimePart(TimeField.Minute, output ? 2 : 1), 2),
                ['m' or 'M', 'm' or 'M', ..] => (new TimePart(TimeField.Month, output ? 2 : 1), 2),
                ['d' or 'D', 'd' or 'D', ..] => (new TimePart(TimeField.Day, output ? 2 : 1), 2),
                ['s' or 'S', 's' or 'S', ..] => (new TimePart(TimeField.Second, output ? 2 : 1), 2),
                ['-' or '/' or ',' or '.' or ';' or ':' or ' ', ..] => (new TimePart(TimeField.Literal, Text: format[i].ToString()), 1),
                ['"', ..] when format.IndexOf('"', i + 1) is > 0 and var close => (new TimePart(TimeField.Literal, Text: format[(i + 1)..close]), close + 1 - i),
                _ => throw SqlRuntime.Invalid($"Failed to tokenize string [{format}] at offset [{i}]"),
            };
            parts.Add(part);
            i += length;
        }

        return new TimePattern(parts);
    }

#pragma warning disable CA1308 // units are lower case
    private static string Unit(string unit, string type) => unit.ToLowerInvariant() switch
    {
        "millisecond" or "second" or "minute" or "hour" when type != "DATE" => unit.ToLowerInvariant(),
        "day" or "week" or "month" or "quarter" or "year" when type != "TIME" => unit.ToLowerInvariant(),
        _ => throw SqlRuntime.Invalid($"'{unit}' is not a valid {type} field"),
    };
#pragma warning restore CA1308

    /// <summary>Days since 1970 of a calendar date, a week date or a year and its day; null when the text is none.</summary>
    private static long? IsoDate(string text)
    {
        if (CalendarDate().Match(text) is { Success: true } date)
        {
            var (year, month, day) = (Number(date, 1) ?? 0, Number(date, 2) ?? 1, Number(date, 3) ?? 1);
            return month is >= 1 and <= 12 && day >= 1 && day <= Moments.DaysIn(year, month)
                ? Moments.Days(year, month, day)
                : throw SqlRuntime.Invalid(month is >= 1 and <= 12
                    ? $"Cannot parse \"{text}\": Value {day} for dayOfMonth must be in the range [1,{Moments.DaysIn(year, month)}]"
                    : $"Cannot parse \"{text}\": Value {month} for monthOfYear must be in the range [1,12]");
        }

        if (WeekDate().Match(text) is { Success: true } week && Number(week, 2) is >= 1 and <= 53 and var number)
        {
            return Moments.WeekStart(Number(week, 1)!.Value, number) + (Number(week, 3) ?? 1) - 1;
        }

        return OrdinalDate().Match(text) is { Success: true } ordinal && Number(ordinal, 2) is >= 1 and <= 366 and var place
            ? Moments.Days(Number(ordinal, 1)!.Value, 1, 1) + place - 1
            : null;
    }

    private static int? Number(Match match, int group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    /// <summary>A local time in nanoseconds and its zone, where one is written.</summary>
    private static (Int128 Nanos, string? Zone) IsoTimestamp(string text)
    {
        var mark = text.IndexOf('T', StringComparison.Ordinal);
        var datePart = mark < 0 ? text : text[..mark];
        if (IsoDate(datePart) is not { } days)
        {
            throw SqlRuntime.Invalid($"Invalid format: \"{text}\"");
        }

        if (mark < 0 || mark == text.Length - 1)
        {
            return ((Int128)days * Moments.DayMicros * 1000, null);
        }

        var time = IsoTime().Match(text[(mark + 1)..]);
        if (!time.Success)
        {
            throw SqlRuntime.Invalid($"Invalid format: \"{text}\" is malformed at \"{text[mark..]}\"");
        }

        var (hour, minute, second) = (Number(time, 1) ?? 0, Number(time, 2) ?? 0, Number(time, 3) ?? 0);
        if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute > 0 || second > 0)))
        {
            throw SqlRuntime.Invalid(hour > 23 ? $"Cannot parse \"{text}\": Value {hour} for hourOfDay must be in the range [0,23]"
                : minute > 59 ? $"Cannot parse \"{text}\": Value {minute} for minuteOfHour must be in the range [0,59]"
                : $"Cannot parse \"{text}\": Value {second} for secondOfMinute must be in the range [0,59]");
        }

        var fraction = time.Groups[4].Success ? long.Parse(time.Groups[4].Value.PadRight(9, '0')[..9], CultureInfo.InvariantCulture) : 0;
        var zone = time.Groups[5].Value;
        var named = zone.Length == 0 ? null : zone == "Z" ? "UTC"
            : $"{zone[0]}{zone[1..3]}:{(zone.Length == 3 ? "00" : zone[^2..])}";
        var seconds = (days * 86_400) + (((hour * 60L) + minute) * 60L) + second;
        return (((Int128)seconds * 1_000_000_000) + fraction, named is "+00:00" or "-00:00" ? "UTC" : named);
    }

    /// <summary>Milliseconds as microseconds: what is finer is dropped.</summary>
    private static object?[] Iso(string text)
    {
        var (nanos, zone) = IsoTimestamp(text);
        return [Moments.Floor((long)(nanos / 1000), 1000) * 1000, zone];
    }

    private static object?[] IsoNanos(string text)
    {
        var (nanos, zone) = IsoTimestamp(text);
        return [nanos * 1000, zone];
    }

    /// <summary>Milliseconds, rounded.</summary>
    private static long Duration(string text)
    {
        if (text.Length == 0)
        {
            throw SqlRuntime.Invalid("duration is empty");
        }

        var match = DurationText().Match(text);
        if (!match.Success)
        {
            throw SqlRuntime.Invalid($"duration is not a valid data duration string: {text}");
        }

        var factor = match.Groups[2].Value switch
        {
            "ns" => 1e-6,
            "us" => 1e-3,
            "ms" => 1,
            "s" => 1e3,
            "m" => 6e4,
            "h" => 3.6e6,
            "d" => 8.64e7,
            _ => throw SqlRuntime.Invalid($"Unknown time unit: {match.Groups[2].Value}"),
        };
        return (long)Math.Floor((double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * factor) + 0.5);
    }

    private static string HumanSeconds(double seconds)
    {
        if (double.IsNaN(seconds) || double.IsInfinity(seconds) || Math.Abs(seconds) >= long.MaxValue)
        {
            throw SqlRuntime.Invalid($"Invalid argument found: {(double.IsNaN(seconds) ? "NaN" : seconds < 0 ? "-Infinity" : "Infinity")}");
        }

        var left = (long)Math.Floor(Math.Abs(seconds) + 0.5);
        var output = new StringBuilder();
        foreach (var (name, size) in (ReadOnlySpan<(string, long)>)[("week", 604_800L), ("day", 86_400L), ("hour", 3600L), ("minute", 60L), ("second", 1L)])
        {
            var count = left / size;
            left %= size;
            if (count > 0 || (size == 1 && output.Length == 0))
            {
                output.Append(output.Length > 0 ? ", " : "").Append(CultureInfo.InvariantCulture, $"{count} {name}{(count == 1 ? "" : "s")}");
            }
        }

        return output.ToString();
    }

    [GeneratedRegex(@"^([+-]?\d{4,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")]
    private static partial Regex CalendarDate();

    [GeneratedRegex(@"^([+-]?\d{4,9})-W(\d{1,2})(?:-([1-7]))?$")]
    private static partial Regex WeekDate();

    [GeneratedRegex(@"^([+-]?\d{4,9})-(\d{3})$")]
    private static partial Regex OrdinalDate();

    [GeneratedRegex(@"^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,12}))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$")]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*$")]
    private static partial Regex DurationText();
}
