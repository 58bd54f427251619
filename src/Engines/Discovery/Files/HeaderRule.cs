using Weir.Engines.Discovery.Types;

namespace Weir.Engines.Discovery.Files;

internal sealed record HeaderChoice(bool IsHeader, string Reason);

/// <summary>Is the first record the columns' names?</summary>
internal static class HeaderRule
{
    private const int NameLettersMax = 150;

    /// <param name="columns">What the records after the first hold.</param>
    /// <param name="repeated">Columns where a later record holds the first one's text again.</param>
    public static HeaderChoice Decide(string[] first, ColumnTally[] columns, bool[] repeated, long count, CsvWish wish)
    {
        if (wish.HasHeader is { } stated)
        {
            return new(stated, stated ? "the classifier says there is a header" : "the classifier says there is no header");
        }

        if (count < 2)
        {
            return new(false, "no header: there is one record only");
        }

        var named = first.Take(Math.Max(1, first.Length - 1)).All(name => !string.IsNullOrWhiteSpace(name)) || IsIndexed(first);
        if (!named || first.Any(name => name.Length > NameLettersMax))
        {
            return new(false, "no header: the first record has empty or very long fields");
        }

        if (first.FirstOrDefault(name => ValueKinds.Of(name) is not (ValueKind.Text or ValueKind.Empty)) is { } value)
        {
            return new(false, $"no header: '{value}' in the first record is a value, not a name");
        }

        var typed = Array.FindIndex(columns, column => column.Decide().Type is { Kind: not (TypeKind.None or TypeKind.String) });
        if (typed >= 0 && typed < first.Length)
        {
            return new(true, $"header: '{first[typed]}' stands over {columns[typed].Decide().Type} values");
        }

        if (first.Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Count() != first.Count(name => name.Length > 0))
        {
            return new(false, "no header: the first record repeats itself");
        }

        // Text over text: names look like names, and nobody is called like the column.
        var other = Array.FindIndex(first, name => name.Length > 0 && !LooksLikeName(name));
        if (other >= 0)
        {
            return new(false, $"no header: all columns are text, and '{first[other]}' is no name");
        }

        return repeated.Any(isRepeated => isRepeated)
            ? new(false, "no header: texts of the first record come again below")
            : new(true, "header: the first record looks like names, and none comes again below");
    }

    /// <summary>A column of row numbers often has no name.</summary>
    private static bool IsIndexed(string[] first) => first.Length > 2 && first[0].Length == 0 && first.Skip(1).All(name => !string.IsNullOrWhiteSpace(name));

    public static bool LooksLikeName(string name) =>
        name.Length <= 64 && char.IsLetter(name.Trim().FirstOrDefault('_') is '_' or '#' ? 'a' : name.Trim()[0])
        && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or ' ' or '-' or '.' or '(' or ')' or '/' or '%' or '#')
        && name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 5;
}
