using System.Text;

namespace Weir.Engines.Sql.Functions;

/// <summary>Writes docs/athena-functions.md from the registry.</summary>
internal static class FunctionsDocument
{
    /// <summary>What a reader must know beyond a signature.</summary>
    private static readonly Dictionary<string, string> Notes = new(StringComparer.Ordinal)
    {
        ["approx_distinct"] = "exact up to 512 values, then a standard error of 1.6%; the error asked for is checked, not read",
        ["approx_set"] = "its bytes are of our own format",
        ["checksum"] = "the sums differ from Trino's for nested and decimal values",
        ["format"] = "Java's `Formatter`, without `%a`",
        ["json_extract"] = "a path with wildcards is refused, as in Trino; a fraction found by a constant path loses its last zeros",
        ["json_extract_scalar"] = "a fraction found by a constant path loses its last zeros",
        ["learn_classifier"] = "machine learning is not part of Weir",
        ["make_set_digest"] = "its bytes are of our own format; 8,192 hashes",
        ["merge"] = "also `merge(qdigest)` and `merge(tdigest)`",
        ["normalize"] = "also `normalize(varchar, form)`: NFC, NFD, NFKC, NFKD",
        ["now"] = "the start of the query",
        ["qdigest_agg"] = "its bytes are of our own format",
        ["regexp_like"] = "Java's syntax: look-around, back references, possessive quantifiers, POSIX and Unicode classes",
        ["reduce_agg"] = "the combining lambda is checked, and not needed",
        ["set_agg"] = "not in Trino's documentation",
        ["set_union"] = "not in Trino's documentation",
        ["shuffle"] = "a new order for each row",
        ["tdigest_agg"] = "its bytes are of our own format",
        ["word_stem"] = "da, de, en, es, fr, it, nl, no, pt, ru and sv; not Trino's ca, eu, fi, hu, hy, ir, lt, ro and tr",
    };

    public static string Text()
    {
        var output = new StringBuilder();
        var names = Registry.Signatures.GroupBy(signature => signature.Name, StringComparer.Ordinal).ToList();
        var missing = names.Count(group => !group.Any(signature => signature.IsSupported));
        output.Append("# Functions of Athena's SQL\n\n");
        output.Append("Written by `./build docs` from `src/Engines/Sql/Functions`; a test checks that it is current.\n\n");
        output.Append(System.Globalization.CultureInfo.InvariantCulture, $"{names.Count - missing} functions work. {missing} are known by name only: a query that calls one fails with `NOT_SUPPORTED: function … is not supported`; any other name fails with `FUNCTION_NOT_FOUND`.\n");
        output.Append("In signatures `t`, `u`, `k`, `v` … stand for any type, `n` for a number, `o` for a type with an order; `...` for any number of the last argument.\n");
        foreach (var group in Registry.Signatures.GroupBy(signature => signature.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase))
        {
            output.Append("\n## ").Append(group.Key).Append("\n\n| function | signatures | |\n|---|---|---|\n");
            foreach (var function in group.GroupBy(signature => signature.Name, StringComparer.Ordinal).OrderBy(function => function.Key, StringComparer.OrdinalIgnoreCase))
            {
                Row(function, output);
            }
        }

        return output.ToString();
    }

    private static void Row(IGrouping<string, FunctionSignature> function, StringBuilder output)
    {
        var works = function.Where(signature => signature.IsSupported).ToList();
        var shown = works.Count > 0 ? works : [.. function];
        var signatures = string.Join("<br>", shown.Select(signature => $"`{signature.Text.Replace("|", "\\|", StringComparison.Ordinal)}`"));
        var note = works.Count == 0 ? "**not supported**" : Notes.GetValueOrDefault(function.Key, "");
        if (works.Count > 0 && works.Count < function.Count())
        {
            var refused = string.Join(", ", function.Where(signature => !signature.IsSupported).Select(signature => $"`{signature.Text}`"));
            note += (note.Length > 0 ? "; " : "") + "not supported: " + refused;
        }

        output.Append("| `").Append(function.Key).Append("` | ").Append(works.Count == 0 ? "" : signatures).Append(" | ").Append(note).Append(" |\n");
    }
}
