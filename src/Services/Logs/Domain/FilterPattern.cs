namespace Weir.Services.Logs.Domain;

/// <summary>A filter of unstructured events: every term, at least one of the <c>?</c> terms, none of the <c>-</c> terms.</summary>
/// <remarks>Source: CloudWatch Logs user guide, "Filter pattern syntax". Terms compare case-sensitively, anywhere in the message.</remarks>
internal sealed class FilterPattern
{
    private readonly List<string> _all = [];
    private readonly List<string> _any = [];
    private readonly List<string> _none = [];

    private FilterPattern()
    {
    }

    public static FilterPattern Parse(string? text)
    {
        var pattern = new FilterPattern();
        var rest = (text ?? "").AsSpan().Trim();
        if (rest.Length > LogsLimits.FilterPatternLengthMax)
        {
            throw LogsErrors.Constraint(
                text!, "filterPattern", $"Member must have length less than or equal to {LogsLimits.FilterPatternLengthMax}");
        }

        if (rest.StartsWith("{"))
        {
            throw LogsErrors.PatternNotImplemented("JSON");
        }

        if (rest.StartsWith("["))
        {
            throw LogsErrors.PatternNotImplemented("Space-delimited");
        }

        while (!rest.IsEmpty)
        {
            pattern.Take(ref rest);
            rest = rest.TrimStart();
        }

        return pattern;
    }

    public bool Matches(string message)
    {
        foreach (var term in _all)
        {
            if (!message.Contains(term, StringComparison.Ordinal))
            {
                return false;
            }
        }

        foreach (var term in _none)
        {
            if (message.Contains(term, StringComparison.Ordinal))
            {
                return false;
            }
        }

        // AWS ignores ? terms beside plain ones.
        return _any.Count == 0 || _all.Count > 0 || _any.Exists(term => message.Contains(term, StringComparison.Ordinal));
    }

    private void Take(ref ReadOnlySpan<char> rest)
    {
        var into = rest[0] switch
        {
            '?' => _any,
            '-' => _none,
            _ => _all,
        };
        if (into != _all)
        {
            rest = rest[1..];
        }

        if (rest.StartsWith("\""))
        {
            into.Add(Quoted(ref rest));
            return;
        }

        var end = rest.IndexOfAny(' ', '\t', '\n');
        var term = end < 0 ? rest : rest[..end];
        if (term.StartsWith("%"))
        {
            throw LogsErrors.PatternNotImplemented("Regular-expression");
        }

        if (term.IsEmpty || !IsPlain(term))
        {
            throw LogsErrors.Invalid("Invalid filter pattern");
        }

        into.Add(term.ToString());
        rest = rest[term.Length..];
    }

    private static string Quoted(ref ReadOnlySpan<char> rest)
    {
        var phrase = new System.Text.StringBuilder();
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] == '"')
            {
                rest = rest[(at + 1)..];
                return phrase.ToString();
            }

            if (rest[at] == '\\' && at + 1 < rest.Length && rest[at + 1] is '"' or '\\')
            {
                at++;
            }

            phrase.Append(rest[at]);
        }

        throw LogsErrors.Invalid("Invalid filter pattern");
    }

    /// <summary>Other characters than letters, digits and underscores must stand in quotes.</summary>
    private static bool IsPlain(ReadOnlySpan<char> term)
    {
        foreach (var character in term)
        {
            if (!char.IsLetterOrDigit(character) && character is not ('_' or '.' or '/' or '*' or ':' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
