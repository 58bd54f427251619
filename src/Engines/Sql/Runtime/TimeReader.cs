using System.Globalization;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Reads one text by a pattern. Fields that the text lacks are those of 1970-01-01 00:00, or of the year 2000 where only the year is missing.</summary>
internal sealed class TimeReader(TimePattern pattern, string text)
{
    private readonly Dictionary<TimeField, int> _fields = [];
    private int _at;
    private int _fraction;
    private string? _zone;

    /// <summary>The local time and the zone the text names, if any.</summary>
    public (long Micros, string? Zone) Read()
    {
        for (var i = 0; i < pattern.Parts.Count; i++)
        {
            var part = pattern.Parts[i];
            var adjacent = i + 1 < pattern.Parts.Count && IsNumber(pattern.Parts[i + 1].Field);
            if (!Part(part, adjacent))
            {
                throw Malformed();
            }
        }

        return _at == text.Length ? (Micros(), _zone) : throw Malformed();
    }

    private static bool IsNumber(TimeField field) => field is not (TimeField.Literal or TimeField.Era or TimeField.DayOfWeekShort or TimeField.DayOfWeekText
        or TimeField.MonthShort or TimeField.MonthText or TimeField.HalfDay or TimeField.ZoneName or TimeField.ZoneId or TimeField.Offset or TimeField.OffsetColon);

    private SqlException Malformed() => SqlRuntime.Invalid(
        _at >= text.Length ? $"Invalid format: \"{text}\" is too short"
        : _at == 0 ? $"Invalid format: \"{text}\""
        : $"Invalid format: \"{text}\" is malformed at \"{text[_at..]}\"");

    private bool Part(TimePart part, bool adjacent)
    {
        switch (part.Field)
        {
            case TimeField.Literal:
                if (string.Compare(text, _at, part.Text, 0, part.Text.Length, StringComparison.OrdinalIgnoreCase) != 0)
                {
                    return false;
                }

                _at += part.Text.Length;
                return true;
            case TimeField.Era:
                return Word(part.Field, ["BC", "AD"], whole: true);
            case TimeField.HalfDay:
                return Word(part.Field, ["AM", "PM"], whole: true);
            case TimeField.MonthShort or TimeField.MonthText:
                return Word(TimeField.Month, TimePattern.Months, whole: false) && Shift(TimeField.Month);
            case TimeField.DayOfWeekShort or TimeField.DayOfWeekText:
                return Word(TimeField.DayOfWeek, TimePattern.Days, whole: false) && Shift(TimeField.DayOfWeek);
            case TimeField.Fraction:
                return Fraction(part.Max);
            case TimeField.Offset or TimeField.OffsetColon:
                return Offset();
            case TimeField.ZoneName or TimeField.ZoneId:
                return Zone();
            case TimeField.TwoDigitYear:
                return TwoDigitYear(adjacent);
            default:
                return Number(part.Field, part.Max, signed: part.Field is TimeField.Year or TimeField.WeekYear or TimeField.Century, adjacent ? Math.Max(part.Min, 1) : 0);
        }
    }

    private bool Shift(TimeField field)
    {
        _fields[field]++;
        return true;
    }

    private bool Word(TimeField field, string[] words, bool whole)
    {
        foreach (var length in whole ? [int.MaxValue] : new[] { int.MaxValue, 3 })
        {
            for (var i = 0; i < words.Length; i++)
            {
                var word = words[i].AsSpan(0, Math.Min(length, words[i].Length));
                if (text.AsSpan(_at).StartsWith(word, StringComparison.OrdinalIgnoreCase))
                {
                    _fields[field] = i;
                    _at += word.Length;
                    return true;
                }
            }
        }

        return false;
    }

    /// <param name="width">How many digits where another number follows at once; 0 for as many as there are.</param>
    private bool Number(TimeField field, int max, bool signed, int width)
    {
        var start = _at;
        var sign = signed && _at < text.Length && text[_at] is '-' or '+' ? text[_at] : '\0';
        var at = sign == '\0' ? _at : _at + 1;
        var first = at;
        var limit = width > 0 ? Math.Min(width, max) : max;
        while (at < text.Length && at - first < limit && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        if (at == first)
        {
            return false;
        }

        _fields[field] = int.Parse(text.AsSpan(first, at - first), CultureInfo.InvariantCulture) * (sign == '-' ? -1 : 1);
        _at = at;
        return at > start;
    }

    /// <summary>Two digits are a year between 1970 and 2069; more are the year itself.</summary>
    private bool TwoDigitYear(bool adjacent)
    {
        var start = _at;
        if (!Number(TimeField.Year, adjacent ? 2 : 9, signed: !adjacent, 0))
        {
            return false;
        }

        if (_at - start == 2 && char.IsAsciiDigit(text[start]))
        {
            _fields[TimeField.Year] += _fields[TimeField.Year] < 70 ? 2000 : 1900;
        }

        return true;
    }

    private bool Fraction(int max)
    {
        var first = _at;
        var value = 0;
        var unit = 100_000;
        while (_at < text.Length && _at - first < max && char.IsAsciiDigit(text[_at]))
        {
            value += (text[_at] - '0') * unit;
            unit /= 10;
            _at++;
        }

        _fraction = value;
        return _at > first;
    }

    private bool Offset()
    {
        if (_at < text.Length && text[_at] is 'Z' or 'z')
        {
            _at++;
            _zone = "UTC";
            return true;
        }

        if (_at + 2 >= text.Length || text[_at] is not ('+' or '-') || !Two(_at + 1, out var hours))
        {
            return false;
        }

        var sign = text[_at];
        var at = _at + 3;
        var minutes = 0;
        var next = at < text.Length && text[at] == ':' ? at + 1 : at;
        if (Two(next, out minutes))
        {
            at = next + 2;
        }

        _at = at;
        _zone = hours == 0 && minutes == 0 ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"{sign}{hours:00}:{minutes:00}");
        return true;
    }

    private bool Two(int at, out int value)
    {
        value = 0;
        return at + 1 < text.Length && char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1])
            && int.TryParse(text.AsSpan(at, 2), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private bool Zone()
    {
        var end = _at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '/' or '_' or '-' or '+'))
        {
            end++;
        }

        if (end == _at)
        {
            return false;
        }

        var name = text[_at..end];
        _zone = name switch
        {
            "Z" or "GMT" or "UT" or "UTC" => "UTC",
            "EST" => "America/New_York",
            "EDT" => "America/New_York",
            "CST" or "CDT" => "America/Chicago",
            "MST" or "MDT" => "America/Denver",
            "PST" or "PDT" => "America/Los_Angeles",
            _ => name,
        };
        _at = end;
        return true;
    }

    private int? Field(TimeField field) => _fields.TryGetValue(field, out var value) ? value : null;

    private int Ranged(TimeField field, int value, int min, int max, string name) => value >= min && value <= max
        ? value
        : throw SqlRuntime.Invalid($"Cannot parse \"{text}\": Value {value} for {name} must be in the range [{min},{max}]");

    private long Micros()
    {
        var hour = Field(TimeField.Hour) is { } full ? Ranged(TimeField.Hour, full, 0, 23, "hourOfDay")
            : Field(TimeField.ClockHour) is { } clock ? Ranged(TimeField.ClockHour, clock, 1, 24, "clockhourOfDay") % 24
            : Half();
        var minute = Ranged(TimeField.Minute, Field(TimeField.Minute) ?? 0, 0, 59, "minuteOfHour");
        var second = Ranged(TimeField.Second, Field(TimeField.Second) ?? 0, 0, 59, "secondOfMinute");
        return (Date() * Moments.DayMicros) + ((((hour * 60L) + minute) * 60L) + second) * 1_000_000L + _fraction;
    }

    private int Half()
    {
        var half = Field(TimeField.HalfClock) is { } clock ? Ranged(TimeField.HalfClock, clock, 1, 12, "clockhourOfHalfday") % 12
            : Ranged(TimeField.HalfHour, Field(TimeField.HalfHour) ?? 0, 0, 11, "hourOfHalfday");
        return half + (Field(TimeField.HalfDay) == 1 ? 12 : 0);
    }

    private long Date()
    {
        if (Field(TimeField.Week) is { } week)
        {
            var start = Moments.WeekStart(Field(TimeField.WeekYear) ?? Field(TimeField.Year) ?? 1970, Ranged(TimeField.Week, week, 1, 53, "weekOfWeekyear"));
            return start + Ranged(TimeField.DayOfWeek, Field(TimeField.DayOfWeek) ?? 1, 1, 7, "dayOfWeek") - 1;
        }

        var year = Field(TimeField.Year) ?? Field(TimeField.WeekYear);
        year = Field(TimeField.Era) == 0 ? 1 - year : year;
        if (Field(TimeField.DayOfYear) is { } dayOfYear)
        {
            var first = Moments.Days(year ?? 2000, 1, 1);
            return first + Ranged(TimeField.DayOfYear, dayOfYear, 1, (int)(Moments.Days((year ?? 2000) + 1, 1, 1) - first), "dayOfYear") - 1;
        }

        year ??= Field(TimeField.Month) is null && Field(TimeField.Day) is null ? 1970 : 2000;
        var month = Ranged(TimeField.Month, Field(TimeField.Month) ?? 1, 1, 12, "monthOfYear");
        var day = Ranged(TimeField.Day, Field(TimeField.Day) ?? 1, 1, Moments.DaysIn(year.Value, month), "dayOfMonth");
        return Moments.Days(year.Value, month, day);
    }
}
