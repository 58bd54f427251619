using System.Globalization;
using System.Text;

namespace Weir.Kernel.Core;

/// <summary>Times written by the letters of Java's DateTimeFormatter, with English names.</summary>
/// <remarks>Source: java.time.format.DateTimeFormatter.</remarks>
public static class JavaDates
{
    /// <summary>False, and perhaps some of it written, where the pattern has a letter that has no meaning here.</summary>
    public static bool TryWrite(string pattern, DateTimeOffset time, StringBuilder output)
    {
        var parts = DatePattern.Read(pattern, out var isOpen);
        return !isOpen && parts.TrueForAll(part => TryWrite(part, time, output));
    }

    public static bool TryWrite(DatePatternPart part, DateTimeOffset time, StringBuilder output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (part.IsText)
        {
            output.Append(part.Text);
            return true;
        }

        return TryLetter(part.Letter, part.Count, time, output);
    }

    private static bool TryLetter(char letter, int count, DateTimeOffset time, StringBuilder output)
    {
        switch (letter)
        {
            case 'y' or 'u':
                return Number(output, count == 2 ? time.Year % 100 : time.Year, count);
            case 'Y':
                var weekYear = WeekYear(time);
                return Number(output, count == 2 ? weekYear % 100 : weekYear, count);
            case 'M' or 'L' when count <= 2:
                return Number(output, time.Month, count);
            case 'M' or 'L' when count <= 4:
                return Text(output, time, count == 3 ? "MMM" : "MMMM");
            case 'd':
                return Number(output, time.Day, count);
            case 'D':
                return Number(output, time.DayOfYear, count);
            case 'H':
                return Number(output, time.Hour, count);
            case 'h':
                return Number(output, (time.Hour + 11) % 12 + 1, count);
            case 'K':
                return Number(output, time.Hour % 12, count);
            case 'k':
                return Number(output, (time.Hour + 23) % 24 + 1, count);
            case 'm':
                return Number(output, time.Minute, count);
            case 's':
                return Number(output, time.Second, count);
            case 'S' when count <= 9:
                output.Append((time.Ticks % TimeSpan.TicksPerSecond * 100).ToString("D9", CultureInfo.InvariantCulture), 0, count);
                return true;
            case 'a':
                output.Append(time.Hour < 12 ? "AM" : "PM");
                return true;
            case 'E' when count <= 4:
                return Text(output, time, count == 4 ? "dddd" : "ddd");
            case 'e' when count <= 2:
                return Number(output, (int)time.DayOfWeek + 1, count);
            case 'w' when count <= 2:
                return Number(output, Week(time), count);
            case 'Q' or 'q' when count <= 2:
                return Number(output, (time.Month + 2) / 3, count);
            case 'X' or 'x' or 'Z' when count <= 3:
                return Offset(output, letter, count, time.Offset);
            default:
                return false;
        }
    }

    private static bool Number(StringBuilder output, int value, int width)
    {
        output.Append(value.ToString($"D{width}", CultureInfo.InvariantCulture));
        return true;
    }

    private static bool Text(StringBuilder output, DateTimeOffset time, string format)
    {
        output.Append(time.ToString(format, CultureInfo.InvariantCulture));
        return true;
    }

    private static bool Offset(StringBuilder output, char letter, int count, TimeSpan offset)
    {
        if (letter == 'X' && offset == TimeSpan.Zero)
        {
            output.Append('Z');
            return true;
        }

        output.Append(offset < TimeSpan.Zero ? '-' : '+').Append(offset.ToString("hh", CultureInfo.InvariantCulture));
        if (letter == 'Z' || count > 1 || offset.Minutes != 0)
        {
            output.Append(letter != 'Z' && count == 3 ? ":" : "").Append(offset.ToString("mm", CultureInfo.InvariantCulture));
        }

        return true;
    }

    // The English (US) week: from Sunday, and the first is the one with January 1.
    private static int Week(DateTimeOffset time) =>
        WeekYear(time) > time.Year
            ? 1
            : CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(time.DateTime, CalendarWeekRule.FirstDay, DayOfWeek.Sunday);

    private static int WeekYear(DateTimeOffset time)
    {
        var saturday = time.Date.AddDays(6 - (int)time.DayOfWeek);
        return saturday.Year;
    }
}
