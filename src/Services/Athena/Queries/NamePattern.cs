using System.Text.RegularExpressions;

namespace Weir.Services.Athena.Queries;

/// <summary>The patterns of SHOW statements: a regular expression, in which <c>*</c> alone means anything.</summary>
internal static partial class NamePattern
{
    public static Func<string, bool> Of(string? pattern)
    {
        if (pattern is null)
        {
            return static _ => true;
        }

        try
        {
            var text = Globs().Replace(pattern, ".*");
            var regex = new Regex($"^(?:{text})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return regex.IsMatch;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw QueryFailure.User($"FAILED: SemanticException invalid pattern: {pattern}");
        }
    }

    /// <summary>A star that repeats nothing before it.</summary>
    [GeneratedRegex(@"(?<![.\]\)])\*")]
    private static partial Regex Globs();
}
