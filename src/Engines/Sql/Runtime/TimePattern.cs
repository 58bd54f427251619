using System.Globalization;
using System.Text;

namespace Weir.Engines.Sql.Runtime;

/// <summary>What a part of a date pattern stands for.</summary>
internal enum TimeField
{
    Literal, Era, Century, Year, TwoDigitYear, WeekYear, Week, DayOfWeek, DayOfWeekShort, DayOfWeekText, DayOfYear, Month, MonthShort, MonthText, Day,
    HalfDay, HalfHour, HalfClock, Hour, ClockHour, Minute, Second, Fraction, ZoneName, ZoneId, Offset, OffsetColon,
}

/// <param name="Min">Digits at least, when written.</param>
/// <param name="Max">Digits at most, when read.</param>
internal readonly record struct TimePart(TimeField Field, int Min = 1, int Max = 2, string Text = "");

/// <summary>A date pattern taken apart; writes and reads times as Joda-Time does. Immutable.</summary>
internal class TimePattern(IReadOnlyList<TimePart> parts)
{
    public static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    public static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public IReadOnlyList<TimePart> Parts => parts;

    /// <param name="micros">The local time.</param>
    public string Format(long micros, int offsetSeconds, string zone)
    {
        var days = Moments.Floor(micros, Moments.DayMicros);
        var clock = micros - (days * Moments.DayMicros);
        var (year, month, day) = Moments.Date(days);
        var hour = (int)(clock / 3_600_000_000);
        var output = new StringBuilder();
        foreach (var part in parts)
        {
            switch (part.Field)
            {
                case TimeField.Literal:
                    output.Append(part.Text);
                    break;
                case TimeField.Era:
                    output.Append(year > 0 ? "AD" : "BC");
                    break;
                case TimeField.DayOfWeekShort:
                    output.Append(Days[Moments.DayOfWeek(days) - 1].AsSpan(0, 3));
                    break;
                case TimeField.DayOfWeekText:
                    output.Append(Days[Moments.DayOfWeek(days) - 1]);
                    break;
                case TimeField.MonthShort:
                    output.Append(Months[month - 1].AsSpan(0, 3));
                    break;
                case TimeField.MonthText:
                    output.Append(Months[month - 1]);
                    break;
                case TimeField.HalfDay:
                    output.Append(hour < 12 ? "AM" : "PM");
                    break;
                case TimeField.Fraction:
                    var fraction = (clock % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
                    output.Append(part.Min <= 6 ? fraction[..part.Min] : fraction.PadRight(part.Min, '0'));
                    break;
                case TimeField.ZoneName or TimeField.ZoneId:
                    output.Append(zone);
                    break;
                case TimeField.Offset or TimeField.OffsetColon:
                    output.Append(Moments.Offset(offsetSeconds, part.Field == TimeField.OffsetColon));
                    break;
                default:
                    Number(part.Field switch
                    {
                        TimeField.Century => year / 100,
                        TimeField.Year => year,
                        TimeField.TwoDigitYear => Moments.Modulo(year, 100),
                        TimeField.WeekYear => Moments.Week(days).Year,
                        TimeField.Week => Moments.Week(days).Week,
                        TimeField.DayOfWeek => Moments.DayOfWeek(days),
                        TimeField.DayOfYear => Moments.DayOfYear(days),
                        TimeField.Month => month,
                        TimeField.Day => day,
                        TimeField.HalfHour => hour % 12,
                        TimeField.HalfClock => hour % 12 == 0 ? 12 : hour % 12,
                        TimeField.Hour => hour,
                        TimeField.ClockHour => hour == 0 ? 24 : hour,
                        TimeField.Minute => clock / 60_000_000 % 60,
                        _ => clock / 1_000_000 % 60,
                    }, part.Min, output);
                    break;
            }
        }

        return output.ToString();
    }

    private static void Number(long value, int digits, StringBuilder output)
    {
        if (value < 0)
        {
            output.Append('-');
        }

        output.Append(Math.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'));
    }
}
