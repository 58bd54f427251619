using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Weir.Kernel.Core;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Java's regular expressions as .NET's: the same constructs under other names. Patterns are compiled once.</summary>
internal sealed class JavaPattern : Regex
{
    private const int PatternsMax = 512;
    private static readonly TimeSpan MatchMax = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<(string Pattern, bool IsAstral), JavaPattern> Compiled = new();

    private readonly Dictionary<string, int> _names;

    private JavaPattern(string pattern, Dictionary<string, int> names)
        : base(pattern, RegexOptions.CultureInvariant, MatchMax) => _names = names;

    /// <summary>The number of a named group; -1 when there is none.</summary>
    public int NumberOf(string name) => _names.GetValueOrDefault(name, -1);

    public int Groups => GetGroupNumbers().Length - 1;

    public static JavaPattern Of(string pattern) => Of(pattern, isAstral: false);

    /// <summary>The pattern for a text: characters beyond the first plane are two of .NET's, and one each for Java's.</summary>
    public static JavaPattern For(string pattern, string text) => Of(pattern, text.AsSpan().IndexOfAnyInRange('\uD800', '\uDBFF') >= 0);

    private static JavaPattern Of(string pattern, bool isAstral)
    {
        if (Compiled.TryGetValue((pattern, isAstral), out var known))
        {
            return known;
        }

        try
        {
            var names = new Dictionary<string, int>(StringComparer.Ordinal);
            var made = new JavaPattern(JavaRegex.Translate(pattern, names, isAstral), names);
            if (Compiled.Count >= PatternsMax)
            {
                Compiled.Clear();
            }

            Compiled[(pattern, isAstral)] = made;
            return made;
        }
        catch (ArgumentException error)
        {
            throw SqlRuntime.Invalid(error.Message);
        }
    }
}
