using System.Text;

namespace Weir.Kernel.Identity.Policies;

/// <summary>A pattern of a policy: <c>*</c> and <c>?</c> are wildcards, <c>${aws:username}</c> is a variable.</summary>
/// <remarks>What a variable stands for is never a wildcard, whatever characters it holds.</remarks>
internal sealed class PolicyPattern
{
    // Noncharacters of Unicode: wildcards after parsing. A value that holds them matches nothing.
    private const char Many = '\uFDD0';
    private const char One = '\uFDD1';

    private readonly string _fixed;
    private readonly List<(string? Text, string? Variable, string? Otherwise)>? _parts;

    public PolicyPattern(string source, bool hasVariables, bool hasWildcards = true)
    {
        Source = source;
        if (!hasVariables || !source.Contains("${", StringComparison.Ordinal))
        {
            _fixed = hasWildcards ? Compile(source) : source;
            return;
        }

        _fixed = "";
        _parts = Cut(source, hasWildcards);
    }

    public string Source { get; }

    public bool Matches(string value, IConditionKeys keys, bool ignoreCase = false) =>
        Resolve(keys) is { } pattern && IsMatch(pattern, value, ignoreCase);

    /// <summary>The pattern with its variables replaced; null when one has no value.</summary>
    public string? Resolve(IConditionKeys keys)
    {
        if (_parts is null)
        {
            return _fixed;
        }

        var resolved = new StringBuilder();
        foreach (var (text, variable, otherwise) in _parts)
        {
            if (variable is null)
            {
                resolved.Append(text);
                continue;
            }

            var values = keys.Find(variable);
            var value = values is { Count: 1 } ? values[0] : otherwise;
            if (value is null || value.AsSpan().IndexOfAny(Many, One) >= 0)
            {
                return null;
            }

            resolved.Append(value);
        }

        return resolved.ToString();
    }

    public static string Compile(string source) => source.Replace('*', Many).Replace('?', One);

    /// <summary>Linear in the value for each star, never exponential: on a mismatch only the last star gives way.</summary>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> value, bool ignoreCase)
    {
        var at = 0;
        var next = 0;
        var star = -1;
        var afterStar = 0;
        while (next < value.Length)
        {
            if (at < pattern.Length && pattern[at] == Many)
            {
                star = at++;
                afterStar = next;
            }
            else if (at < pattern.Length && (pattern[at] == One || IsSame(pattern[at], value[next], ignoreCase)))
            {
                at++;
                next++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                next = ++afterStar;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].IndexOfAnyExcept(Many) < 0;
    }

    private static bool IsSame(char left, char right, bool ignoreCase) =>
        left == right || (ignoreCase && char.ToLowerInvariant(left) == char.ToLowerInvariant(right));

    private static List<(string?, string?, string?)> Cut(string source, bool hasWildcards)
    {
        var parts = new List<(string?, string?, string?)>();
        var at = 0;
        while (at < source.Length)
        {
            var open = source.IndexOf("${", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : source.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            AddText(source[at..open]);
            var name = source[(open + 2)..close];
            if (name is "*" or "?" or "$")
            {
                parts.Add((name, null, null));
            }
            else
            {
                var cut = name.IndexOf(',', StringComparison.Ordinal);
                parts.Add(cut < 0
                    ? (null, name.Trim(), null)
                    : (null, name[..cut].Trim(), name[(cut + 1)..].Trim().Trim('\'')));
            }

            at = close + 1;
        }

        AddText(source[at..]);
        return parts;

        void AddText(string text)
        {
            if (text.Length > 0)
            {
                parts.Add((hasWildcards ? Compile(text) : text, null, null));
            }
        }
    }
}
