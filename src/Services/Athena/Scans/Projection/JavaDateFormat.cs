using System.Globalization;
using System.Text;
using Weir.Kernel.Core;

namespace Weir.Services.Athena.Scans.Projection;

/// <summary>A pattern of Java's DateTimeFormatter, as far as partitions are named with one. Immutable.</summary>
internal sealed class JavaDateFormat
{
    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;

    private readonly List<DatePatternPart> _parts = [];

    private JavaDateFormat()
    {
    }

    /// <summary>The finest unit there is: <c>y M d H m s</c>.</summary>
    public char Finest { get; private set; } = 'y';

    /// <summary>Whether later times are later texts too.</summary>
    public bool IsOrdered { get; private set; } = true;

    /// <summary>Null where the pattern has a letter that means nothing here.</summary>
    public static JavaDateFormat? TryParse(string text)
    {
        const string Units = "yMdHms";
        var format = new JavaDateFormat();
        var last = -1;
        var parts = DatePattern.Read(text, out var isOpen);
        foreach (var part in parts)
        {
            if (part.IsText)
            {
                format._parts.Add(part);
                continue;
            }

            var (letter, count) = (part.Letter == 'u' ? 'y' : part.Letter, part.Count);
            var unit = Units.IndexOf(letter, StringComparison.Ordinal);

            if (unit < 0 || (letter == 'M' && count > 4))
            {
                return null;
            }

            // Names of months, numbers without leading zeros and small units first have an order of their own.
            format.IsOrdered &= unit == last + 1 && (letter == 'y' ? count is 4 or 1 : count == 2);
            last = unit;
            format.Finest = unit > Units.IndexOf(format.Finest, StringComparison.Ordinal) ? letter : format.Finest;
            format._parts.Add(part with { Letter = letter });
        }

        return last < 0 || isOpen ? null : format;
    }

    public string Format(DateTime time)
    {
        var text = new StringBuilder();
        _parts.ForEach(part => JavaDates.TryWrite(part, new(time, TimeSpan.Zero), text));
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Format"/> writes; units that the pattern lacks are at their start.</summary>
    public bool TryParseTime(string text, out DateTime time)
    {
        var units = new Dictionary<char, int> { ['y'] = 1970, ['M'] = 1, ['d'] = 1, ['H'] = 0, ['m'] = 0, ['s'] = 0 };
        var rest = text.AsSpan();
        time = default;
        for (var index = 0; index < _parts.Count; index++)
        {
            var (letter, count, literal) = _parts[index];
            if (_parts[index].IsText)
            {
                if (!rest.StartsWith(literal, StringComparison.Ordinal))
                {
                    return false;
                }

                rest = rest[literal.Length..];
                continue;
            }

            if (letter == 'M' && count >= 3)
            {
                var month = -1;
                for (var at = 0; at < 12 && month < 0; at++)
                {
                    var name = count == 3 ? Months[at][..3] : Months[at];
                    month = rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? at : -1;
                }

                if (month < 0)
                {
                    return false;
                }

                rest = rest[(count == 3 ? 3 : Months[month].Length)..];
                units['M'] = month + 1;
                continue;
            }

            var isTight = index + 1 < _parts.Count && !_parts[index + 1].IsText;
            var digits = 0;
            while (digits < rest.Length && digits < (isTight ? count : 9) && char.IsAsciiDigit(rest[digits]))
            {
                digits++;
            }

            if (digits == 0)
            {
                return false;
            }

            var number = int.Parse(rest[..digits], CultureInfo.InvariantCulture);
            units[letter] = letter == 'y' && count == 2 ? 2000 + number : number;
            rest = rest[digits..];
        }

        if (!rest.IsEmpty || units['y'] is < 1 or > 9999 || units['M'] is < 1 or > 12 || units['d'] < 1
            || units['d'] > DateTime.DaysInMonth(units['y'], units['M']) || units['H'] > 23 || units['m'] > 59 || units['s'] > 59)
        {
            return false;
        }

        time = new(units['y'], units['M'], units['d'], units['H'], units['m'], units['s'], DateTimeKind.Utc);
        return true;
    }
}
