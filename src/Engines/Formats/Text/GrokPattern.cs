using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Engines.Formats.Text;

/// <summary>A grok expression: text with <c>%{PATTERN:name:type}</c>, made into a regular expression. Immutable, safe from any thread.</summary>
public sealed class GrokPattern
{
    /// <summary>What is called so is matched, and is no column.</summary>
    private const string Unwanted = "UNWANTED";

    private const int DepthMax = 32;
    private const int CharsMax = 256 << 10;
    private const int NamesMax = 1000;

    private readonly List<string> _names = [];

    /// <summary>The numbers of groups by the names they have in the expression.</summary>
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private GrokPattern()
    {
    }

    /// <summary>The names captured, in their order.</summary>
    public IReadOnlyList<string> Names => _names;

    internal Regex Regex { get; private set; } = null!;

    /// <summary>Reads an expression and patterns of one's own: lines of a name, a blank, and a pattern.</summary>
    public static GrokPattern Parse(string format, string customPatterns)
    {
        var custom = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in customPatterns.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var blank = line.AsSpan().IndexOfAny(' ', '\t');
            if (!line.StartsWith('#') && blank > 0)
            {
                custom[line[..blank]] = line[(blank + 1)..].TrimStart();
            }
        }

        if (string.IsNullOrWhiteSpace(format))
        {
            throw new FormatException("the grok expression is empty");
        }

        var grok = new GrokPattern();
        var text = new StringBuilder();
        grok.Expand(format, custom, text, 0);
        grok.Regex = PatternDecoder.Compile(PatternDecoder.Java(text.ToString(), grok._numbers), RegexOptions.Singleline);
        return grok;
    }

    /// <summary>The values of <see cref="Names"/> in a line; null where it does not match, or a name took no part.</summary>
    public IReadOnlyList<string?>? Match(string line)
    {
        var match = Regex.Match(line);
        return match.Success
            ? [.. _names.Select((_, at) => match.Groups[GroupOf(at)] is { Success: true } group ? group.Value : null)]
            : null;
    }

    internal int GroupOf(int name) => _numbers[Group(name)];

    private static string Group(int name) => string.Create(CultureInfo.InvariantCulture, $"weir{name}");

    private void Expand(string format, Dictionary<string, string> custom, StringBuilder output, int depth)
    {
        if (depth > DepthMax || output.Length > CharsMax || _names.Count > NamesMax)
        {
            throw new FormatException("a grok expression is nested too deep, or in itself");
        }

        var at = 0;
        while (at < format.Length)
        {
            if (format[at] == '%' && at + 1 < format.Length && format[at + 1] == '{')
            {
                var end = format.IndexOf('}', at);
                if (end < 0)
                {
                    throw new FormatException("a grok expression has a %{ without its }");
                }

                Reference(format[(at + 2)..end], custom, output, depth);
                at = end + 1;
                continue;
            }

            if (TryGroup(format, ref at, output))
            {
                continue;
            }

            // An escape keeps its character from being looked at.
            var length = format[at] == '\\' && at + 1 < format.Length ? 2 : 1;
            output.Append(format, at, length);
            at += length;
        }
    }

    private void Reference(string reference, Dictionary<string, string> custom, StringBuilder output, int depth)
    {
        var parts = reference.Split(':', 3);
        var equal = reference.IndexOf('=', StringComparison.Ordinal);
        if (equal > 0 && !parts[0].Contains('=', StringComparison.Ordinal))
        {
            parts[^1] = parts[^1].Split('=')[0];
        }

        var pattern = custom.GetValueOrDefault(parts[0]) ?? GrokLibrary.Find(parts[0])
            ?? throw new FormatException($"there is no grok pattern {parts[0]}");
        if (parts.Length > 1 && parts[1].Length > 0 && parts[1] != Unwanted)
        {
            output.Append("(?<").Append(Group(_names.Count)).Append('>');
            _names.Add(parts[1].Split(';')[0]);
        }
        else
        {
            output.Append("(?:");
        }

        Expand(pattern, custom, output, depth + 1);
        output.Append(')');
    }

    /// <summary>A group that names itself: <c>(?&lt;name&gt;…)</c>.</summary>
    private bool TryGroup(string format, ref int at, StringBuilder output)
    {
        if (string.CompareOrdinal(format, at, "(?<", 0, 3) != 0 || at + 3 >= format.Length || format[at + 3] is '=' or '!')
        {
            return false;
        }

        var end = format.IndexOf('>', at);
        if (end < 0)
        {
            return false;
        }

        output.Append("(?<").Append(Group(_names.Count)).Append('>');
        _names.Add(format[(at + 3)..end]);
        at = end + 1;
        return true;
    }
}
