using System.Text;
using System.Text.RegularExpressions;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Text;

/// <summary>Lines matched with a regular expression, whose groups are the columns; a line that does not match is a row of NULLs.</summary>
public sealed class PatternDecoder : ILineDecoder
{
    /// <summary>A pattern that takes longer on one line goes nowhere.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(5);

    private static readonly TextRules Rules = new() { IsJavaBoolean = true, IsIso = false };

    private readonly Regex _regex;
    private readonly int[] _groups;
    private byte[] _utf8 = new byte[256];

    private PatternDecoder(Regex regex, int[] groups) => (_regex, _groups) = (regex, groups);

    /// <summary>The whole line must match; the first group is the first column.</summary>
    public static LineFormat OfRegex(LineOptions lines, string pattern, bool isCaseInsensitive, IReadOnlyList<DuckField> table)
    {
        // Java's possessive quantifiers are .NET's atomic groups, which only a parser could make of them: they are refused.
        var regex = Compile($@"\A(?:{pattern})\z", RegexOptions.Singleline | (isCaseInsensitive ? RegexOptions.IgnoreCase : RegexOptions.None));
        var groups = regex.GetGroupNumbers().Length - 1;
        return new(lines, columns => new PatternDecoder(regex, [.. columns.Select(column => column < groups ? column + 1 : -1)]));
    }

    /// <summary>A part of the line must match. Names that are columns decide; where some are not, the order does.</summary>
    public static LineFormat OfGrok(LineOptions lines, string format, string customPatterns, IReadOnlyList<DuckField> table)
    {
        var grok = GrokPattern.Parse(format, customPatterns);
        var isByName = table.All(column => grok.Names.Contains(column.Name, StringComparer.OrdinalIgnoreCase));
        var groups = table.Select((column, at) =>
        {
            var place = isByName ? grok.Names.Index().First(name => name.Item.Equals(column.Name, StringComparison.OrdinalIgnoreCase)).Index : at;
            return place < grok.Names.Count ? grok.GroupOf(place) : -1;
        }).ToArray();
        return new(lines, columns => new PatternDecoder(grok.Regex, [.. columns.Select(column => groups[column])]));
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

        for (var at = 0; at < columns.Length; at++)
        {
            var group = match.Success && _groups[at] >= 0 ? match.Groups[_groups[at]] : null;
            if (group is not { Success: true } || !ScalarText.TryWrite(ref columns[at], row, ToUtf8(group.ValueSpan), Rules))
            {
                columns[at].SetNull(row);
            }
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
