using System.Collections.Concurrent;
using Weir.Kernel.Core;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Joda-Time's patterns (<c>yyyy-MM-dd</c>). Each is read once.</summary>
internal sealed class JodaPattern(IReadOnlyList<TimePart> parts) : TimePattern(parts)
{
    private static readonly PatternCache<JodaPattern> Known = new(text => new(Read(text)));

    public static JodaPattern Of(string text) => Known.Of(text);

    private static List<TimePart> Read(string text) => DatePattern.Read(text, out _).ConvertAll(part =>
        part.IsText ? new(TimeField.Literal, Text: part.Text) : Field(part.Letter, part.Count));

    private static TimePart Field(char letter, int run) => letter switch
    {
        'G' => new(TimeField.Era),
        'C' => new(TimeField.Century, run, 9),
        'y' or 'Y' => run == 2 ? new(TimeField.TwoDigitYear, 2) : new(TimeField.Year, run, 9),
        'x' => run == 2 ? new(TimeField.TwoDigitYear, 2) : new(TimeField.WeekYear, run, 9),
        'M' => run >= 4 ? new(TimeField.MonthText) : run == 3 ? new(TimeField.MonthShort) : new(TimeField.Month, run),
        'd' => new(TimeField.Day, run),
        'D' => new(TimeField.DayOfYear, run, 3),
        'w' => new(TimeField.Week, run),
        'e' => new(TimeField.DayOfWeek, run, 1),
        'E' => new(run >= 4 ? TimeField.DayOfWeekText : TimeField.DayOfWeekShort),
        'a' => new(TimeField.HalfDay),
        'h' => new(TimeField.HalfClock, run),
        'H' => new(TimeField.Hour, run),
        'k' => new(TimeField.ClockHour, run),
        'K' => new(TimeField.HalfHour, run),
        'm' => new(TimeField.Minute, run),
        's' => new(TimeField.Second, run),
        'S' => new(TimeField.Fraction, run, run),
        'z' => new(TimeField.ZoneName),
        'Z' => new(run == 1 ? TimeField.Offset : run == 2 ? TimeField.OffsetColon : TimeField.ZoneId),
        _ => throw SqlRuntime.Invalid($"Illegal pattern component: {letter}"),
    };
}

/// <summary>MySQL's patterns (<c>%Y-%m-%d</c>). Each is read once.</summary>
internal sealed class MySqlPattern(IReadOnlyList<TimePart> parts) : TimePattern(parts)
{
    private static readonly PatternCache<MySqlPattern> Known = new(text => new(Read(text)));

    public static MySqlPattern Of(string text) => Known.Of(text);

    private static List<TimePart> Read(string text)
    {
        var parts = new List<TimePart>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                parts.Add(Literal(text[i]));
                continue;
            }

            if (++i == text.Length)
            {
                throw SqlRuntime.Invalid($"Invalid format: \"{text}\"");
            }

            parts.AddRange(Field(text[i]));
        }

        return parts;
    }

    private static TimePart Literal(char letter) => new(TimeField.Literal, Text: letter.ToString());

    private static TimePart[] Field(char letter) => letter switch
    {
        'a' => [new(TimeField.DayOfWeekShort)],
        'b' => [new(TimeField.MonthShort)],
        'c' => [new(TimeField.Month)],
        'd' => [new(TimeField.Day, 2)],
        'e' => [new(TimeField.Day)],
        'f' => [new(TimeField.Fraction, 6, 9)],
        'H' => [new(TimeField.Hour, 2)],
        'h' or 'I' => [new(TimeField.HalfClock, 2)],
        'i' => [new(TimeField.Minute, 2)],
        'j' => [new(TimeField.DayOfYear, 3, 3)],
        'k' => [new(TimeField.Hour)],
        'l' => [new(TimeField.HalfClock)],
        'M' => [new(TimeField.MonthText)],
        'm' => [new(TimeField.Month, 2)],
        'p' => [new(TimeField.HalfDay)],
        'r' => [new(TimeField.HalfClock, 2), Literal(':'), new(TimeField.Minute, 2), Literal(':'), new(TimeField.Second, 2), Literal(' '), new(TimeField.HalfDay)],
        'S' or 's' => [new(TimeField.Second, 2)],
        'T' => [new(TimeField.Hour, 2), Literal(':'), new(TimeField.Minute, 2), Literal(':'), new(TimeField.Second, 2)],
        'v' => [new(TimeField.Week, 2)],
        'x' => [new(TimeField.WeekYear, 4, 4)],
        'W' => [new(TimeField.DayOfWeekText)],
        'Y' => [new(TimeField.Year, 4, 4)],
        'y' => [new(TimeField.TwoDigitYear, 2)],
        'w' or 'U' or 'u' or 'V' or 'X' or 'D' => throw SqlRuntime.Invalid($"%{letter} not supported in date format string"),
        _ => [Literal(letter)],
    };
}

/// <summary>Patterns already read, the newest few hundred.</summary>
internal sealed class PatternCache<T>(Func<string, T> read)
{
    private const int PatternsMax = 512;
    private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);

    public T Of(string text)
    {
        if (_known.TryGetValue(text, out var known))
        {
            return known;
        }

        var made = read(text);
        if (_known.Count >= PatternsMax)
        {
            _known.Clear();
        }

        return _known[text] = made;
    }
}
