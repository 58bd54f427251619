using System.Globalization;
using System.Text;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>A row pattern as the text that <see cref="Runtime.RowPatternProgram"/> reads: <c>s[v0 q1,-,0[v1]]</c>.</summary>
internal static class PatternText
{
    /// <summary>A permutation becomes all its orders.</summary>
    private const int PermutedMax = 7;

    public static string Of(MatchRecognize match, PatternNames names)
    {
        var text = new StringBuilder();
        text.Append(match.Rows switch
        {
            RowsPerMatch.AllShowEmpty => 's',
            RowsPerMatch.AllOmitEmpty => 'o',
            RowsPerMatch.AllWithUnmatched => 'u',
            _ => '1',
        });
        text.Append(match.Skip?.Kind switch
        {
            SkipKind.ToNext => 'n',
            SkipKind.ToFirst => 'f',
            SkipKind.ToLast => 'l',
            _ => 'p',
        });
        if (match.Skip?.Variable is { } variable)
        {
            var labels = names.Labels(variable)
                ?? throw new SqlException(SqlErrorCode.InvalidLabel, $"{PatternNames.Written(variable)} is not a primary or union pattern variable", variable.At);
            text.AppendJoin(',', labels);
        }

        text.Append(' ');
        Append(match.Pattern, names, text);
        return text.ToString();
    }

    private static void Append(RowPattern pattern, PatternNames names, StringBuilder text)
    {
        switch (pattern)
        {
            case PatternVariable variable:
                text.Append(CultureInfo.InvariantCulture, $"v{names.IndexOf(variable.Name)} ");
                break;
            case PatternSequence sequence:
                Parts("s[", sequence.Parts, names, text);
                break;
            case PatternAlternation alternation:
                Parts("a[", alternation.Parts, names, text);
                break;
            case PatternPermutation permutation:
                if (permutation.Parts.Length > PermutedMax)
                {
                    throw new SqlException(SqlErrorCode.NotSupported, $"PERMUTE of more than {PermutedMax} parts is not supported", permutation.At);
                }

                text.Append("a[");
                foreach (var order in Orders([.. permutation.Parts]))
                {
                    Parts("s[", order, names, text);
                }

                text.Append(']');
                break;
            case PatternQuantified quantified:
                text.Append(CultureInfo.InvariantCulture, $"q{quantified.Min},{quantified.Max?.ToString(CultureInfo.InvariantCulture) ?? "-"},{(quantified.IsReluctant ? 1 : 0)}[");
                Append(quantified.Part, names, text);
                text.Append(']');
                break;
            case PatternExclusion exclusion:
                text.Append("x[");
                Append(exclusion.Part, names, text);
                text.Append(']');
                break;
            case PatternAnchor anchor:
                text.Append(anchor.IsStart ? '^' : '$');
                break;
            default:
                text.Append("s[]");
                break;
        }
    }

    private static void Parts(string open, IEnumerable<RowPattern> parts, PatternNames names, StringBuilder text)
    {
        text.Append(open);
        foreach (var part in parts)
        {
            Append(part, names, text);
        }

        text.Append(']');
    }

    /// <summary>The first part first in the first orders: they are preferred so.</summary>
    private static IEnumerable<RowPattern[]> Orders(RowPattern[] parts) => parts.Length <= 1
        ? [parts]
        : Enumerable.Range(0, parts.Length).SelectMany(first =>
            Orders([.. parts.Where((_, i) => i != first)]).Select(rest => (RowPattern[])[parts[first], .. rest]));
}
