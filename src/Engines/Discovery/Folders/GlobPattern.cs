using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Engines.Discovery.Folders;

/// <summary>Patterns that exclude paths: <c>*</c> within a folder, <c>**</c> across folders, <c>?</c>, <c>[a-z]</c>, <c>{a,b}</c>, a backslash before a sign.</summary>
/// <remarks>Immutable; safe from any thread. Matching takes time linear in the path.</remarks>
public sealed class GlobPattern
{
    private static readonly SearchValues<char> Wildcards = SearchValues.Create("*?[{");

    private readonly Regex _regex;

    private GlobPattern(string text, Regex regex) => (Text, _regex) = (text, regex);

    /// <summary>The pattern as it was stated.</summary>
    public string Text { get; }

    /// <summary>It names one path: a file, or a folder with all that it holds.</summary>
    public bool IsPlain => Text.AsSpan().IndexOfAny(Wildcards) < 0;

    /// <summary>Throws <see cref="FormatException"/> for brackets that do not close.</summary>
    public static GlobPattern Parse(string pattern)
    {
        var text = new StringBuilder();
        var depth = 0;
        for (var at = 0; at < pattern.Length; at++)
        {
            var letter = pattern[at];
            switch (letter)
            {
                case '*' when at + 1 < pattern.Length && pattern[at + 1] == '*':
                    text.Append(".*");
                    at++;
                    break;
                case '*':
                    text.Append("[^/]*");
                    break;
                case '?':
                    text.Append("[^/]");
                    break;
                case '\\' when at + 1 < pattern.Length:
                    text.Append(Regex.Escape(pattern[++at].ToString()));
                    break;
                case '[':
                    at = Bracket(pattern, at, text);
                    break;
                case '{':
                    depth++;
                    text.Append("(?:");
                    break;
                case '}' when depth > 0:
                    depth--;
                    text.Append(')');
                    break;
                case ',' when depth > 0:
                    text.Append('|');
                    break;
                default:
                    text.Append(Regex.Escape(letter.ToString()));
                    break;
            }
        }

        if (depth > 0)
        {
            throw new FormatException($"a brace of {pattern} does not close");
        }

        return new(pattern, new Regex($"^(?:{text})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline));
    }

    /// <summary>True for the path itself, and for a folder whose path with its slash fits.</summary>
    public bool Matches(string path) => _regex.IsMatch(path);

    private static int Bracket(string pattern, int at, StringBuilder text)
    {
        var end = pattern.IndexOf(']', Math.Min(at + 2, pattern.Length));
        if (end < 0)
        {
            throw new FormatException($"a bracket of {pattern} does not close");
        }

        var inside = pattern[(at + 1)..end];
        var isNegated = inside.StartsWith('!');
        inside = isNegated ? inside[1..] : inside;
        var signs = inside.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("^", "\\^", StringComparison.Ordinal);
        // What is not in the set is still a letter of one name: no slash.
        text.Append(isNegated ? "[^/" : "[").Append(signs.StartsWith('-') ? "\\" : "").Append(signs).Append(']');
        return end;
    }
}
