using System.Globalization;

namespace Weir.Services.Glue.Domain;

/// <summary>A schedule as AWS writes it: <c>cron(minutes hours day-of-month month day-of-week year)</c>, in UTC. Immutable.</summary>
/// <remarks>Source: AWS Glue Developer Guide, "Time-based schedules". One of the two days is <c>?</c>. Knows <c>* , - / L W #</c>.</remarks>
internal sealed class CronSchedule
{
    private const int YearFirst = 1970;
    private const int YearLast = 2199;
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly bool[] _minutes;
    private readonly bool[] _hours;
    private readonly bool[] _months;
    private readonly bool[] _years;
    private readonly Func<DateOnly, bool> _day;

    private CronSchedule(string[] fields)
    {
        _minutes = Set(fields[0], 0, 59, []);
        _hours = Set(fields[1], 0, 23, []);
        _months = Set(fields[3], 1, 12, Months);
        _years = Set(fields[5], YearFirst, YearLast, []);
        if ((fields[2] == "?") == (fields[4] == "?"))
        {
            throw new FormatException("one of day-of-month and day-of-week must be ?, and only one");
        }

        _day = fields[4] == "?" ? DayOfMonth(fields[2]) : DayOfWeek(fields[4]);
    }

    /// <summary>Throws the error a caller sees.</summary>
    public static CronSchedule Parse(string text)
    {
        var trimmed = text.Trim();
        var isCron = trimmed.StartsWith("cron(", StringComparison.Ordinal) && trimmed.EndsWith(')');
        var fields = isCron ? trimmed[5..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        try
        {
            return fields.Length == 6 ? new(fields) : throw new FormatException("six fields are needed");
        }
        catch (FormatException error)
        {
            throw GlueErrors.Invalid($"Invalid schedule expression {text}: {error.Message}.");
        }
    }

    /// <summary>The first time after another, to the minute; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var utc = after.UtcDateTime;
        var from = new DateTime(utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute, 0, DateTimeKind.Utc).AddMinutes(1);
        var day = DateOnly.FromDateTime(from);
        var time = TimeOnly.FromDateTime(from);
        while (day.Year <= YearLast)
        {
            if (day.Year < YearFirst || !_years[day.Year - YearFirst])
            {
                (day, time) = (new(day.Year + 1, 1, 1), default);
            }
            else if (!_months[day.Month - 1])
            {
                (day, time) = (new DateOnly(day.Year, day.Month, 1).AddMonths(1), default);
            }
            else if (_day(day) && TimeFrom(time) is { } found)
            {
                return new(day.ToDateTime(found, DateTimeKind.Utc), TimeSpan.Zero);
            }
            else
            {
                (day, time) = (day.AddDays(1), default);
            }
        }

        return null;
    }

    private TimeOnly? TimeFrom(TimeOnly from)
    {
        for (var hour = from.Hour; hour < 24; hour++)
        {
            for (var minute = hour == from.Hour ? from.Minute : 0; _hours[hour] && minute < 60; minute++)
            {
                if (_minutes[minute])
                {
                    return new(hour, minute);
                }
            }
        }

        return null;
    }

    private static Func<DateOnly, bool> DayOfMonth(string field)
    {
        if (field == "L")
        {
            return day => day.Day == DateTime.DaysInMonth(day.Year, day.Month);
        }

        if (field.EndsWith('W'))
        {
            var wanted = field == "LW" ? 31 : Number(field[..^1], 1, 31, []);
            return day => day == Weekday(day, wanted, field == "LW");
        }

        var set = Set(field, 1, 31, []);
        return day => set[day.Day - 1];
    }

    /// <summary>The working day nearest to a day, in the same month.</summary>
    private static DateOnly Weekday(DateOnly month, int wanted, bool isLast)
    {
        var last = DateTime.DaysInMonth(month.Year, month.Month);
        if (wanted > last && !isLast)
        {
            return DateOnly.MinValue;
        }

        var day = new DateOnly(month.Year, month.Month, Math.Min(wanted, last));
        return day.DayOfWeek switch
        {
            System.DayOfWeek.Saturday => day.Day > 1 ? day.AddDays(-1) : day.AddDays(2),
            System.DayOfWeek.Sunday => day.Day < last && !isLast ? day.AddDays(1) : day.AddDays(-2),
            _ => day,
        };
    }

    private static Func<DateOnly, bool> DayOfWeek(string field)
    {
        var hash = field.IndexOf('#', StringComparison.Ordinal);
        if (hash > 0)
        {
            var weekday = Number(field[..hash], 1, 7, Days) - 1;
            var nth = Number(field[(hash + 1)..], 1, 5, []);
            return day => (int)day.DayOfWeek == weekday && ((day.Day - 1) / 7) + 1 == nth;
        }

        if (field.Length > 1 && field.EndsWith('L'))
        {
            var weekday = Number(field[..^1], 1, 7, Days) - 1;
            return day => (int)day.DayOfWeek == weekday && day.Day + 7 > DateTime.DaysInMonth(day.Year, day.Month);
        }

        var set = Set(field == "L" ? "7" : field, 1, 7, Days);
        return day => set[(int)day.DayOfWeek];
    }

    private static bool[] Set(string field, int least, int most, string[] names)
    {
        var set = new bool[most - least + 1];
        foreach (var part in field.Split(','))
        {
            var slash = part.IndexOf('/', StringComparison.Ordinal);
            var range = slash < 0 ? part : part[..slash];
            var step = slash < 0 ? 1 : Number(part[(slash + 1)..], 1, most, []);
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            var (from, to) = range == "*" ? (least, most)
                : dash > 0 ? (Number(range[..dash], least, most, names), Number(range[(dash + 1)..], least, most, names))
                : (Number(range, least, most, names), slash < 0 ? Number(range, least, most, names) : most);
            if (from > to)
            {
                throw new FormatException($"{range} runs backwards");
            }

            for (var at = from; at <= to; at += step)
            {
                set[at - least] = true;
            }
        }

        return set;
    }

    private static int Number(string text, int least, int most, string[] names)
    {
        var name = Array.FindIndex(names, known => known.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name >= 0 ? name + 1
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw new FormatException($"{text} is not from {least} to {most}");
    }
}
