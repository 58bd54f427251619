using System.Text;
using Weir.Kernel.Core;

namespace Weir.Engines.Formats.Text;

/// <summary>A pattern of Joda's date formats (<c>Y</c> is a year, as <c>y</c>), as <c>timestamp.formats</c> gives them: digits, names of months, zones, quoted text. Immutable.</summary>
public sealed class TimestampPattern
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private readonly List<DatePatternPart> _parts = [];

    private TimestampPattern()
    {
    }

    /// <summary>Reads a pattern; null where it has a letter that has no meaning here.</summary>
    public static TimestampPattern? TryParse(string text)
    {
        var pattern = new TimestampPattern();
        if (text.Equals("millis", StringComparison.OrdinalIgnoreCase))
        {
            pattern._parts.Add(new('#', 0, ""));
            return pattern;
        }

        pattern._parts.AddRange(DatePattern.Read(text, out var isOpen));
        return isOpen || pattern._parts.Exists(part => !part.IsText && !"yYuMdHhKkmsSnaZzXEe".Contains(part.Letter, StringComparison.Ordinal)) ? null : pattern;
    }

    /// <summary>Microseconds since 1970, in UTC.</summary>
    public bool TryRead(ReadOnlySpan<byte> utf8, out long micros)
    {
        micros = 0;
        var text = Encoding.UTF8.GetString(utf8).AsSpan().Trim();
        if (_parts is [{ Letter: '#' }])
        {
            // Parts of milliseconds are dropped.
            var point = text.IndexOf('.');
            var isNumber = (point < 0 || (point < text.Length - 1 && !text[(point + 1)..].ContainsAnyExceptInRange('0', '9')))
                & long.TryParse(point < 0 ? text : text[..point], System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var millis);
            micros = isNumber && Math.Abs(millis) < long.MaxValue / 1000 ? millis * 1000 : 0;
            return isNumber;
        }

        var (year, month, day, hour, minute, second, offset) = (1970, 1, 1, 0, 0, 0, 0);
        var (fraction, isHalf, isAfternoon) = (0L, false, false);
        for (var index = 0; index < _parts.Count; index++)
        {
            var (letter, count, literal) = _parts[index];
            // Numbers that follow each other directly have the width they are written with.
            var isTight = index + 1 < _parts.Count && !_parts[index + 1].IsText && !"aZzXE".Contains(_parts[index + 1].Letter, StringComparison.Ordinal);
            var isRead = letter switch
            {
                '\0' => Literal(ref text, literal),
                'y' or 'Y' or 'u' => Number(ref text, isTight ? count : 4, out year) && (year += count == 2 && year < 100 ? 2000 : 0) > 0,
                'M' when count >= 3 => MonthName(ref text, out month),
                'M' => Number(ref text, 2, out month),
                'd' => Number(ref text, 2, out day),
                'H' or 'k' => Number(ref text, 2, out hour),
                'h' or 'K' => Number(ref text, 2, out hour) && (isHalf = true),
                'm' => Number(ref text, 2, out minute),
                's' => Number(ref text, 2, out second),
                'S' or 'n' => Fraction(ref text, out fraction),
                'a' => Half(ref text, out isAfternoon),
                'Z' or 'X' or 'z' => Zone(ref text, out offset),
                _ => Word(ref text),
            };
            if (!isRead)
            {
                return false;
            }
        }

        hour = isHalf ? (hour % 12) + (isAfternoon ? 12 : 0) : hour == 24 ? 0 : hour;
        if (!text.IsEmpty || year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        micros = ((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond) + fraction - (offset * 60_000_000L);
        return true;
    }

    private static bool Literal(ref ReadOnlySpan<char> text, string literal)
    {
        if (!text.StartsWith(literal, StringComparison.Ordinal))
        {
            return false;
        }

        text = text[literal.Length..];
        return true;
    }

    private static bool Number(ref ReadOnlySpan<char> text, int digitsMax, out int number)
    {
        number = 0;
        var at = 0;
        while (at < text.Length && at < digitsMax && char.IsAsciiDigit(text[at]))
        {
            number = (number * 10) + text[at++] - '0';
        }

        text = text[at..];
        return at > 0;
    }

    private static bool Fraction(ref ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        var at = 0;
        while (at < text.Length && at < 9 && char.IsAsciiDigit(text[at]))
        {
            micros = at < 6 ? (micros * 10) + text[at] - '0' : micros;
            at++;
        }

        for (var digit = at; digit < 6; digit++)
        {
            micros *= 10;
        }

        text = text[at..];
        return at > 0;
    }

    private static bool MonthName(ref ReadOnlySpan<char> text, out int month)
    {
        month = 0;
        if (text.Length < 3)
        {
            return false;
        }

        Span<char> three = stackalloc char[3];
        text[..3].ToLowerInvariant(three);
        month = Array.IndexOf(Months, three.ToString()) + 1;
        return month > 0 && Word(ref text);
    }

    private static bool Half(ref ReadOnlySpan<char> text, out bool isAfternoon)
    {
        isAfternoon = text.StartsWith("pm", StringComparison.OrdinalIgnoreCase);
        var isHalf = isAfternoon || text.StartsWith("am", StringComparison.OrdinalIgnoreCase);
        text = isHalf ? text[2..] : text;
        return isHalf;
    }

    private static bool Word(ref ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && char.IsAsciiLetter(text[at]))
        {
            at++;
        }

        text = text[at..];
        return at > 0;
    }

    /// <summary>Minutes east of Greenwich.</summary>
    private static bool Zone(ref ReadOnlySpan<char> text, out int offset)
    {
        offset = 0;
        if (text is ['+' or '-', ..])
        {
            var sign = text[0] == '-' ? -1 : 1;
            text = text[1..];
            if (!Number(ref text, 2, out var hours))
            {
                return false;
            }

            text = text is [':', ..] ? text[1..] : text;
            var minutes = 0;
            _ = !text.IsEmpty && char.IsAsciiDigit(text[0]) && Number(ref text, 2, out minutes);
            offset = sign * ((60 * hours) + minutes);
            return true;
        }

        var before = text;
        return Word(ref text) && (before.StartsWith("Z", StringComparison.OrdinalIgnoreCase)
            || before.StartsWith("UTC", StringComparison.OrdinalIgnoreCase) || before.StartsWith("GMT", StringComparison.OrdinalIgnoreCase));
    }
}
