namespace Weir.Engines.Sql.Runtime;

/// <summary>Which flags, widths and precisions Java's formatter takes with which conversion.</summary>
internal static class FormatRules
{
    private const string FlagsInOrder = "-#+ 0,(<";

    /// <summary>What is wrong with a specifier, in the words of Java's exceptions; null when nothing is.</summary>
    public static string? Problem(string specifier, string kind, string flags, string width, string precision)
    {
        foreach (var flag in flags)
        {
            if (flags.IndexOf(flag, StringComparison.Ordinal) != flags.LastIndexOf(flag))
            {
                return $"DuplicateFormatFlags: Flags = '{flag}'";
            }
        }

        var letter = kind[0] is 't' or 'T' ? 't' : char.ToLowerInvariant(kind[0]);
        switch (letter)
        {
            case 'n':
                return width.Length > 0 ? $"IllegalFormatWidth: {width}"
                    : precision.Length > 0 ? $"IllegalFormatPrecision: {precision}"
                    : flags.Length > 0 ? $"IllegalFormatFlags: Flags = '{Sorted(flags)}'" : null;
            case '%':
                return precision.Length > 0 ? $"IllegalFormatPrecision: {precision}"
                    : flags.Trim('-').Length > 0 ? $"IllegalFormatFlags: Flags = '{Sorted(flags)}'"
                    : NeedsWidth(specifier, flags, width, "-");
            case 'd' or 'o' or 'x' or 'e' or 'f' or 'g' or 'a':
                var isWhole = letter is 'd' or 'o' or 'x';
                return NeedsWidth(specifier, flags, width, "-0")
                    ?? (Has(flags, '+') && Has(flags, ' ') || Has(flags, '-') && Has(flags, '0') ? $"IllegalFormatFlags: Flags = '{Sorted(flags)}'"
                        : isWhole && precision.Length > 0 ? $"IllegalFormatPrecision: {precision}"
                        : Forbidden(flags, kind, letter switch { 'd' or 'g' => "#", 'o' or 'x' or 'e' => ",", 'a' => ",(", _ => "" }));
            default:
                return (letter is 'c' or 't' && precision.Length > 0 ? $"IllegalFormatPrecision: {precision}" : null)
                    ?? Forbidden(flags, letter == 't' ? kind[1..] : kind, letter == 's' ? "+ 0,(" : "#+ 0,(")
                    ?? NeedsWidth(specifier, flags, width, "-");
        }
    }

    private static bool Has(string flags, char flag) => flags.Contains(flag, StringComparison.Ordinal);

    private static string Sorted(string flags) => string.Concat(flags.OrderBy(flag => FlagsInOrder.IndexOf(flag, StringComparison.Ordinal)));

    private static string? NeedsWidth(string specifier, string flags, string width, string which) =>
        width.Length == 0 && flags.Any(flag => which.Contains(flag, StringComparison.Ordinal)) ? $"MissingFormatWidth: {specifier}" : null;

    private static string? Forbidden(string flags, string kind, string bad)
    {
        var found = bad.FirstOrDefault(flag => Has(flags, flag));
        return found == default ? null : $"FormatFlagsConversionMismatch: Conversion = {kind}, Flags = {found}";
    }
}
