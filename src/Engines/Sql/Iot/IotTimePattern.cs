using System.Globalization;
using System.Text;
using Weir.Kernel.Core;

namespace Weir.Engines.Sql.Iot;

/// <summary>Date patterns of Joda-Time and Java, as far as parse_time and time_to_epoch have use for them.</summary>
internal static class IotTimePattern
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>Undefined when the pattern, the zone or the time is not known.</summary>
    public static IotValue Format(string pattern, double milliseconds, string zone)
    {
        if (milliseconds is < -62135596800000 or > 253402300799999 || FindZone(zone) is not { } found)
        {
            return default;
        }

        var utc = DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
        var local = utc.ToOffset(found.GetUtcOffset(utc));
        var text = new StringBuilder();
        foreach (var part in DatePattern.Read(pattern, out _))
        {
            if (part.IsText)
            {
                text.Append(part.Text);
            }
            else if (FormatField(part.Letter, part.Count, local, found, zone) is { } field)
            {
                text.Append(field);
            }
            else
            {
                return default;
            }
        }

        return IotValue.Of(text.ToString());
    }

    /// <summary>Milliseconds since 1970 of a text in this pattern; Undefined when it does not fit.</summary>
    public static IotValue ToEpoch(string text, string pattern)
    {
        var time = new Parts();
        var at = 0;
        foreach (var (letter, count, literal) in DatePattern.Read(pattern, out _))
        {
            if (letter == '\0')
            {
                if (string.CompareOrdinal(text, at, literal, 0, literal.Length) != 0)
                {
                    return default;
                }

                at += literal.Length;
            }
            else if (!time.Read(letter, count, text, ref at))
            {
                return default;
            }
        }

        return at == text.Length && time.ToEpoch() is { } milliseconds ? IotValue.Of((decimal)milliseconds) : default;
    }

    private static string? FormatField(char letter, int count, DateTimeOffset time, TimeZoneInfo zone, string zoneId) => letter switch
    {
        'G' => "AD",
        'y' or 'Y' or 'u' => count == 2
            ? (time.Year % 100).ToString("00", English)
            : Padded(time.Year, count),
        'C' => Padded(time.Year / 100, count),
        'M' or 'L' => count switch
        {
            >= 4 => English.DateTimeFormat.GetMonthName(time.Month),
            3 => English.DateTimeFormat.GetAbbreviatedMonthName(time.Month),
            _ => Padded(time.Month, count),
        },
        'd' => Padded(time.Day, count),
        'D' => Padded(time.DayOfYear, count),
        'w' => Padded(ISOWeek.GetWeekOfYear(time.DateTime), count),
        'e' => Padded(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, count),
        'E' => count >= 4
            ? English.DateTimeFormat.GetDayName(time.DayOfWeek)
            : English.DateTimeFormat.GetAbbreviatedDayName(time.DayOfWeek),
        'a' => time.Hour < 12 ? "AM" : "PM",
        'H' => Padded(time.Hour, count),
        'k' => Padded(time.Hour == 0 ? 24 : time.Hour, count),
        'h' => Padded(time.Hour % 12 == 0 ? 12 : time.Hour % 12, count),
        'K' => Padded(time.Hour % 12, count),
        'm' => Padded(time.Minute, count),
        's' => Padded(time.Second, count),
        'S' => time.Millisecond.ToString("000", English).PadRight(count, '0')[..count],
        'z' => ZoneName(zone, zoneId, time, count),
        'Z' => count >= 3 ? zoneId : Offset(time.Offset, colon: count == 2),
        'X' => time.Offset == TimeSpan.Zero ? "Z" : Offset(time.Offset, colon: count >= 3),
        'V' => zoneId,
        _ => null,
    };

    private static string ZoneName(TimeZoneInfo zone, string zoneId, DateTimeOffset time, int count)
    {
        if (time.Offset == TimeSpan.Zero && zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime)
        {
            return count >= 4 ? "Coordinated Universal Time" : "UTC";
        }

        var name = zone.IsDaylightSavingTime(time) ? zone.DaylightName : zone.StandardName;
        return count >= 4 ? name : ZoneAbbreviations.Of(zoneId, zone.IsDaylightSavingTime(time)) ?? Offset(time.Offset, colon: true);
    }

    private static string Offset(TimeSpan offset, bool colon) =>
        $"{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours):00}{(colon ? ":" : "")}{Math.Abs(offset.Minutes):00}";

    private static string Padded(int value, int digits) => value.ToString(English).PadLeft(digits, '0');

    private static TimeZoneInfo? FindZone(string id)
    {
        if (id is "UTC" or "Z" or "GMT" or "Etc/UTC")
        {
            return TimeZoneInfo.Utc;
        }

        if (TryOffset(id, out var offset))
        {
            return TimeZoneInfo.CreateCustomTimeZone(id, offset, id, id);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text.StartsWith("UTC") || text.StartsWith("GMT"))
        {
            text = text[3..];
        }

        if (text.Length is not (3 or 5 or 6) || text[0] is not ('+' or '-'))
        {
            return false;
        }

        var minutes = text.Length switch { 5 => text[3..], 6 when text[3] == ':' => text[4..], 3 => "00", _ => "" };
        if (!int.TryParse(text[1..3], NumberStyles.None, English, out var hours)
            || !int.TryParse(minutes, NumberStyles.None, English, out var rest)
            || hours > 14 || rest > 59 || (hours == 14 && rest > 0))
        {
            return false;
        }

        offset = new TimeSpan(hours, rest, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    /// <summary>What has been read so far of a time.</summary>
    private sealed class Parts
    {
        private int _year = 1970;
        private int _month = 1;
        private int _day = 1;
        private int _hour;
        private int _minute;
        private int _second;
        private int _millisecond;
        private bool? _isAfternoon;
        private TimeZoneInfo _zone = TimeZoneInfo.Utc;

        public bool Read(char letter, int count, string text, ref int at)
        {
            switch (letter)
            {
                case 'y' or 'u' or 'Y':
                    var read = Number(text, ref at, count == 2 ? 2 : 4, out _year);
                    _year += count == 2 ? 2000 : 0;
                    return read;
                case 'M' or 'L' when count >= 3: return Month(text, ref at, count, out _month);
                case 'M' or 'L': return Number(text, ref at, 2, out _month);
                case 'd': return Number(text, ref at, 2, out _day);
                case 'H' or 'k' or 'h' or 'K': return Number(text, ref at, 2, out _hour);
                case 'm': return Number(text, ref at, 2, out _minute);
                case 's': return Number(text, ref at, 2, out _second);
                case 'S': return Fraction(text, ref at, count);
                case 'a':
                    var half = at + 2 <= text.Length ? text.Substring(at, 2).ToUpperInvariant() : "";
                    _isAfternoon = half == "PM";
                    at += 2;
                    return half is "AM" or "PM";
                case 'E':
                    var day = Word(text, ref at);
                    return English.DateTimeFormat.DayNames.Any(name => name.StartsWith(day, StringComparison.OrdinalIgnoreCase));
                case 'G': return Word(text, ref at) == "AD";
                case 'z' or 'Z' or 'X' or 'x' or 'V': return Zone(text, ref at);
                default: return false;
            }
        }

        public long? ToEpoch()
        {
            if (_year is < 1 or > 9999 || _month is < 1 or > 12 || _day < 1 || _day > DateTime.DaysInMonth(_year, _month)
                || _hour > 24 || _minute > 59 || _second > 59)
            {
                return null;
            }

            var hour = _isAfternoon switch { true => (_hour % 12) + 12, false => _hour % 12, null => _hour % 24 };
            var local = new DateTime(_year, _month, _day, hour, _minute, _second, _millisecond, DateTimeKind.Unspecified);
            return new DateTimeOffset(local, _zone.GetUtcOffset(local)).ToUnixTimeMilliseconds();
        }

        private static bool Number(string text, ref int at, int digitsMax, out int value)
        {
            var start = at;
            while (at < text.Length && at - start < digitsMax && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            return int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, English, out value);
        }

        private bool Fraction(string text, ref int at, int digits)
        {
            var start = at;
            while (at < text.Length && at - start < digits && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            _millisecond = at > start ? int.Parse(text[start..at].PadRight(3, '0')[..3], NumberStyles.None, English) : 0;
            return at > start;
        }

        private static bool Month(string text, ref int at, int count, out int month)
        {
            var word = Word(text, ref at);
            var names = count >= 4 ? English.DateTimeFormat.MonthNames : English.DateTimeFormat.AbbreviatedMonthNames;
            month = Array.FindIndex(names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) + 1;
            return month > 0 && word.Length > 0;
        }

        private bool Zone(string text, ref int at)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '/' or '_' or '+' or '-' or ':'))
            {
                at++;
            }

            _zone = FindZone(text[start..at]) ?? _zone;
            return FindZone(text[start..at]) is not null;
        }

        private static string Word(string text, ref int at)
        {
            var start = at;
            while (at < text.Length && char.IsLetter(text[at]))
            {
                at++;
            }

            return text[start..at];
        }
    }
}

/// <summary>Short names of zones that people write; others are shown by their offset.</summary>
file static class ZoneAbbreviations
{
    public static string? Of(string zone, bool isDaylight) => zone switch
    {
        "America/New_York" or "US/Eastern" => isDaylight ? "EDT" : "EST",
        "America/Chicago" or "US/Central" => isDaylight ? "CDT" : "CST",
        "America/Belize" or "America/Costa_Rica" or "America/Guatemala" => "CST",
        "America/Denver" or "US/Mountain" => isDaylight ? "MDT" : "MST",
        "America/Phoenix" => "MST",
        "America/Los_Angeles" or "US/Pacific" => isDaylight ? "PDT" : "PST",
        "Europe/London" => isDaylight ? "BST" : "GMT",
        "Europe/Berlin" or "Europe/Paris" or "Europe/Madrid" or "Europe/Rome" or "Europe/Vienna" or "Europe/Zurich"
            or "Europe/Amsterdam" => isDaylight ? "CEST" : "CET",
        "Asia/Tokyo" => "JST",
        "Asia/Seoul" => "KST",
        "Asia/Kolkata" => "IST",
        "Asia/Shanghai" => "CST",
        _ => null,
    };
}
