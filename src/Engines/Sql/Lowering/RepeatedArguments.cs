using System.Buffers;
using System.Globalization;

namespace Weir.Engines.Sql.Lowering;

/// <summary>
/// How often a template says its arguments once the macros it calls are written out: where such calls stand deep in each other, each argument
/// is computed once and named, or the text would grow with every level as it is bound.
/// </summary>
internal static class RepeatedArguments
{
    /// <summary>What an argument may weigh, told as often as it is, before it gets a name; a column or a constant weighs one.</summary>
    public const long WeightMax = 200;

    /// <summary>Where counting ends: macros of macros multiply.</summary>
    private const long CountMax = 1_000_000;

    private static readonly SearchValues<char> NameLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>How often each macro says each of its parameters, those of the macros it calls counted with it.</summary>
    private static readonly Dictionary<string, long[]> Macros = Counted();

    /// <summary>How often the template makes each of so many arguments appear; at least once.</summary>
    public static long[] Of(string template, int arguments)
    {
        var counts = new long[arguments];
        Count(template, Macros, PlaceOf, counts);
        for (var i = 0; i < arguments; i++)
        {
            counts[i] = Math.Max(1, counts[i]);
        }

        return counts;
    }

    private static int PlaceOf(ReadOnlySpan<char> token) =>
        token[0] == '{' && int.TryParse(token[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : -1;

    private static Dictionary<string, long[]> Counted()
    {
        var known = new Dictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var statement in DuckDbPrelude.Statements)
        {
            var start = statement.IndexOf(" MACRO ", StringComparison.Ordinal) + 7;
            var open = statement.IndexOf('(', start);
            var close = statement.IndexOf(')', open);
            var parameters = statement[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var counts = new long[parameters.Length];
            Count(statement.AsSpan(close + 1), known, token => token.IndexOfAny('{', '}') < 0 ? Array.IndexOf(parameters, token.ToString()) : -1, counts);
            known[statement[start..open]] = counts;
        }

        return known;
    }

    private delegate int PlaceIn(ReadOnlySpan<char> token);

    /// <summary>Each token that is a place counts as often as the macros around it say the argument it stands in.</summary>
    private static void Count(ReadOnlySpan<char> text, Dictionary<string, long[]> macros, PlaceIn placeOf, long[] counts)
    {
        var calls = new Stack<Call>();
        var times = 1L;
        for (var at = 0; at < text.Length;)
        {
            var token = Token(text[at..]);
            at += token.Length;
            switch (token[0])
            {
                case '(' or '[' or '{' when token.Length == 1:
                    calls.Push(new(null, 0, times));
                    break;
                case ')' or ']' or '}' when calls.Count > 0:
                    times = calls.Pop().Around;
                    break;
                case ',' when calls.Count > 0:
                    var (macro, argument, around) = calls.Pop();
                    calls.Push(new(macro, argument + 1, around));
                    times = Times(macro, argument + 1, around);
                    break;
                case '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') when at < text.Length && text[at] == '(':
                    at++;
                    var called = macros.GetValueOrDefault(token.ToString());
                    calls.Push(new(called, 0, times));
                    times = Times(called, 0, times);
                    break;
                case '{' or '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') when placeOf(token) is >= 0 and var place && place < counts.Length:
                    counts[place] = Math.Min(CountMax, counts[place] + times);
                    break;
            }
        }
    }

    private static long Times(long[]? macro, int argument, long around) =>
        macro is null || argument >= macro.Length ? around : Math.Min(CountMax, around * Math.Max(1, macro[argument]));

    /// <summary>A name, a quoted text, a place of a template (<c>{0}</c>), or one letter of anything else.</summary>
    private static ReadOnlySpan<char> Token(ReadOnlySpan<char> text)
    {
        var length = text[0] switch
        {
            '\'' => text[1..].IndexOf('\'') + 2,
            '{' when text.Length > 2 && char.IsAsciiDigit(text[1]) => text.IndexOf('}') + 1,
            '_' => Name(text),
            var letter when char.IsAsciiLetter(letter) => Name(text),
            _ => 1,
        };
        return text[..Math.Clamp(length, 1, text.Length)];
    }

    private static int Name(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(NameLetters);
        return end < 0 ? text.Length : end;
    }

    private readonly record struct Call(long[]? Macro, int Argument, long Around);
}
