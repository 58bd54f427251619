using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Services.Glue.Domain;

/// <summary>Which names a list is asked for.</summary>
internal static class NamePattern
{
    /// <summary>A Hive glob: <c>*</c> is any run, <c>|</c> means or; ignoring case.</summary>
    public static Func<string, bool> Glob(string? pattern)
    {
        if (pattern is null)
        {
            return static _ => true;
        }

        var choices = pattern.ToLowerInvariant().Split('|', StringSplitOptions.TrimEntries)
            .Select(choice => Regex.Escape(choice).Replace("\\*", ".*", StringComparison.Ordinal));
        return Whole(string.Join('|', choices), pattern);
    }

    /// <summary>The expression of GetTables: a regular expression over the whole name; a star after a letter means any run, as in Hive.</summary>
    public static Func<string, bool> Expression(string? expression)
    {
        if (string.IsNullOrEmpty(expression))
        {
            return static _ => true;
        }

        var text = new StringBuilder();
        for (var at = 0; at < expression.Length; at++)
        {
            var isGlobStar = expression[at] == '*'
                && (at == 0 || expression[at - 1] is '_' or '-' or '|' || char.IsAsciiLetterOrDigit(expression[at - 1]));
            text.Append(isGlobStar ? ".*" : expression[at]);
        }

        return Whole(text.ToString(), expression);
    }

    private static Func<string, bool> Whole(string text, string stated)
    {
        try
        {
            var regex = new Regex($"^(?:{text})$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            return regex.IsMatch;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw GlueErrors.Invalid($"The expression {stated} is not a pattern of names.");
        }
    }
}
