using System.Collections.Frozen;
using System.Globalization;

namespace Weir.Engines.Sql.Lowering;

/// <summary>
/// How often a template says its arguments, the macros it calls included: where such calls stand deep in each other, each argument is
/// computed once and named, or the text would grow with every level as it is bound.
/// </summary>
internal static class RepeatedArguments
{
    /// <summary>What an argument may weigh, told as often as it is, before it gets a name; a column weighs one.</summary>
    public const long WeightMax = 200;

    /// <summary>What most macros do with an argument at most.</summary>
    private const int MacroRepeats = 4;

    private static readonly FrozenSet<string> Macros = DuckDbPrelude.Statements
        .Select(statement => statement[(statement.IndexOf(" MACRO ", StringComparison.Ordinal) + 7)..])
        .Select(statement => statement[..statement.IndexOf('(', StringComparison.Ordinal)])
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> MacroNames = Macros.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How often the template makes one of its arguments appear.</summary>
    public static int Of(string template, int argument)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{{{argument}}}");
        var count = 0;
        for (var at = template.IndexOf(place, StringComparison.Ordinal); at >= 0; at = template.IndexOf(place, at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return Math.Max(1, count) * (CallsMacro(template) ? MacroRepeats : 1);
    }

    private static bool CallsMacro(string template)
    {
        for (var at = template.IndexOf(DuckDbPrelude.Prefix, StringComparison.Ordinal); at >= 0; at = template.IndexOf(DuckDbPrelude.Prefix, at + 1, StringComparison.Ordinal))
        {
            var end = template.IndexOf('(', at);
            if (end > 0 && MacroNames.Contains(template.AsSpan(at, end - at)))
            {
                return true;
            }
        }

        return false;
    }
}
