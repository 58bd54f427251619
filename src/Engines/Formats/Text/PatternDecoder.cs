using System.Text;
using System.Text.RegularExpressions;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Kernel.Core;

namespace Weir.Engines.Formats.Text;

/// <summary>Lines matched with a regular expression, whose groups are the columns; a line that does not match is a row of NULLs.</summary>
public sealed class PatternDecoder : ILineDecoder
{
    /// <summary>A pattern that takes longer on one line goes nowhere.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(5);

    private static readonly TextRules Rules = new() { IsJavaBoolean = true };

    private readonly Regex _regex;
    private readonly int[] _groups;
    private byte[] _utf8 = new byte[256];

    /// <summary>Of a grok expression: the groups that have a name, by the names; a column is a name.</summary>
    private int[][]? _named;

    /// <summary>Or: the columns are the names that took part, one after the other.</summary>
    private int[][]? _ordered;

    private PatternDecoder(Regex regex, int[] groups) => (_regex, _groups) = (regex, groups);

    /// <summary>The whole line must match; the first group is the first column.</summary>
    public static LineFormat OfRegex(LineOptions lines, string pattern, bool isCaseInsensitive, IReadOnlyList<DuckField> table)
    {
        var regex = Compile($@"\A(?:{Java(pattern, [])})\z", RegexOptions.Singleline | (isCaseInsensitive ? RegexOptions.IgnoreCase : RegexOptions.None));
        var groups = regex.GetGroupNumbers().Length - 1;
        return new(lines, columns => new PatternDecoder(regex, [.. columns.Select(column => column < groups ? column + 1 : -1)]));
    }

    /// <summary>A part of the line must match. Names that are columns decide; where some are not, the order does.</summary>
    public static LineFormat OfGrok(LineOptions lines, string format, string customPatterns, IReadOnlyList<DuckField> table)
    {
        var grok = GrokPattern.Parse(format, customPatterns);
        var names = grok.Names.Distinct(StringComparer.Ordinal).ToArray();
        int[][] groups = [.. names.Select(name => grok.Names.Index().Where(entry => entry.Item == name).Select(entry => grok.GroupOf(entry.Index)).ToArray())];
        if (!table.All(column => names.Contains(column.Name, StringComparer.OrdinalIgnoreCase)))
        {
            return new(lines, columns => new PatternDecoder(grok.Regex, [.. columns]) { _ordered = groups });
        }

        return new(lines, columns => new PatternDecoder(grok.Regex, [.. columns.Select(column => Array.FindIndex(names, name => name.Equals(table[column].Name, StringComparison.OrdinalIgnoreCase)))]) { _named = groups });
    }

    void ILineDecoder.Decode(ReadOnlySpan<byte> line, Span<DuckColumnWriter> columns, int row)
    {
        if (columns.IsEmpty)
        {
            return;
        }

        Match match;
        try
        {
            match = _regex.Match(Encoding.UTF8.GetString(line));
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new FormatException("a line takes the regular expression longer than five seconds", error);
        }

        var present = _ordered is null || !match.Success ? null : _ordered.Select(groups => Last(match, groups)).Where(group => group is not null).ToArray();
        for (var at = 0; at < columns.Length; at++)
        {
            var place = _groups[at];
            var group = !match.Success || place < 0 ? null
                : present is not null ? present.ElementAtOrDefault(place)
                : _named is not null ? Last(match, _named[place])
                : match.Groups[place];
            if (group is not { Success: true } || !ScalarText.TryWrite(ref columns[at], row, ToUtf8(Text(group)), Rules))
            {
                columns[at].SetNull(row);
            }
        }
    }

    /// <summary>Of a name that stands twice, what matched last.</summary>
    private static Group? Last(Match match, int[] groups) => Array.FindLast(groups, group => match.Groups[group].Success) is > 0 and var last ? match.Groups[last] : null;

    /// <summary>Grok takes the quotes from around its values.</summary>
    private ReadOnlySpan<char> Text(Group group)
    {
        var text = group.ValueSpan;
        return _named is null && _ordered is null ? text
            : text is ['"'] or ['\''] ? []
            : text is ['"', .., '"'] or ['\'', .., '\''] ? text[1..^1]
            : text;
    }

    /// <summary>A Java pattern as .NET's; its groups have the numbers that Java gives them.</summary>
    /// <param name="names">Takes the numbers of groups with names.</param>
    internal static string Java(string pattern, Dictionary<string, int> names)
    {
        try
        {
            return JavaRegex.Translate(pattern, names, isAstral: false);
        }
        catch (Exception error) when (error is ArgumentException or System.FormatException or OverflowException)
        {
            throw new FormatException($"the regular expression cannot be read: {error.Message}", error);
        }
    }

    internal static Regex Compile(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"the regular expression cannot be read: {error.Message}", error);
        }
    }

    private ReadOnlySpan<byte> ToUtf8(ReadOnlySpan<char> text)
    {
        if (_utf8.Length < 3 * text.Length)
        {
            _utf8 = new byte[3 * text.Length];
        }

        return _utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8));
    }
}
