using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Grok;

/// <summary>A Grok pattern compiled: which parts of a line are which columns. Immutable; safe from any thread.</summary>
public sealed partial class GrokPattern
{
    private readonly Regex _regex;

    private GrokPattern(Regex regex, IReadOnlyList<GrokColumn> columns)
    {
        _regex = regex;
        Columns = columns;
    }

    public IReadOnlyList<GrokColumn> Columns { get; }

    /// <summary>Throws <see cref="FormatException"/> that says what is wrong.</summary>
    /// <param name="customPatterns">Lines of a name, a space and a pattern; null for none.</param>
    public static GrokPattern Parse(string pattern, string? customPatterns)
    {
        if (pattern.Length > DiscoveryLimits.GrokPatternLettersMax || customPatterns?.Length > DiscoveryLimits.GrokCustomLettersMax)
        {
            throw new FormatException(
                $"a Grok pattern has at most {DiscoveryLimits.GrokPatternLettersMax} characters, custom patterns {DiscoveryLimits.GrokCustomLettersMax}");
        }

        var custom = Custom(customPatterns);
        var columns = new List<GrokColumn>();
        var text = new StringBuilder();
        Expand(pattern, custom, columns, text, 0);
        try
        {
            var regex = new Regex(
                $"^(?:{text})$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(DiscoveryLimits.PatternMilliseconds));
            return new(regex, columns);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"the Grok pattern is no regular expression: {error.Message}");
        }
    }

    /// <summary>The columns' texts of a line, null where a part is not there; null when the line does not fit.</summary>
    public string?[]? Match(string line)
    {
        try
        {
            var match = _regex.Match(line);
            return !match.Success ? null : [.. Columns.Select(column => match.Groups[column.Group] is { Success: true } group ? group.Value : null)];
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Custom(string? text)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var cut = line.IndexOfAny([' ', '\t']);
            if (cut > 0)
            {
                found[line[..cut]] = line[(cut + 1)..].TrimStart();
            }
        }

        return found;
    }

    private static void Expand(
        string pattern, Dictionary<string, string> custom, List<GrokColumn> columns, StringBuilder text, int depth)
    {
        if (depth > DiscoveryLimits.GrokDepthMax)
        {
            throw new FormatException("the Grok pattern names patterns nested too deep");
        }

        var at = 0;
        foreach (Match name in Reference().Matches(pattern))
        {
            text.Append(pattern, at, name.Index - at);
            at = name.Index + name.Length;
            var body = custom.GetValueOrDefault(name.Groups["name"].Value) ?? GrokPatterns.BuiltIn.GetValueOrDefault(name.Groups["name"].Value)
                ?? throw new FormatException($"there is no Grok pattern {name.Groups["name"].Value}");
            // What is called UNWANTED is matched, and is no column.
            if (name.Groups["column"] is { Success: true, Value: not "UNWANTED" and var column })
            {
                var group = string.Create(CultureInfo.InvariantCulture, $"g{columns.Count}");
                columns.Add(new(column.ToLowerInvariant(), name.Groups["type"] is { Success: true, Value: var type } ? StatedTypes.Parse(type) : null, group));
                text.Append("(?<").Append(group).Append('>');
            }
            else
            {
                text.Append("(?:");
            }

            Expand(body, custom, columns, text, depth + 1);
            text.Append(')');
            if (text.Length > DiscoveryLimits.GrokLettersMax)
            {
                throw new FormatException("the Grok pattern is too long written out");
            }
        }

        text.Append(pattern, at, pattern.Length - at);
    }

    [GeneratedRegex(@"%\{(?<name>\w+)(?::(?<column>[\w.\-\[\]@]+))?(?::(?<type>\w+))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}

/// <param name="Type">Null when the pattern states none: text.</param>
public sealed record GrokColumn(string Name, HiveType? Type, string Group);
