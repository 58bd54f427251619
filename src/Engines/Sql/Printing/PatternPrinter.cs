using System.Globalization;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Printing;

/// <summary>Writes <c>MATCH_RECOGNIZE</c>.</summary>
internal sealed class PatternPrinter(ExpressionPrinter printer)
{
    private readonly CallPrinter _calls = new(printer);

    public void Print(MatchRecognize match)
    {
        var output = printer.Output;
        output.Append(" MATCH_RECOGNIZE (");
        if (!match.PartitionBy.IsEmpty)
        {
            output.Append("PARTITION BY ");
            printer.List(match.PartitionBy);
            output.Append(' ');
        }

        if (!match.OrderBy.IsEmpty)
        {
            _calls.OrderBy(match.OrderBy);
            output.Append(' ');
        }

        if (!match.Measures.IsEmpty)
        {
            output.Append("MEASURES ");
            printer.Join(match.Measures, measure => Named(measure.Value, measure.Name));
            output.Append(' ');
        }

        output.Append(match.Rows switch
        {
            RowsPerMatch.One => "ONE ROW PER MATCH ",
            RowsPerMatch.AllShowEmpty => "ALL ROWS PER MATCH SHOW EMPTY MATCHES ",
            RowsPerMatch.AllOmitEmpty => "ALL ROWS PER MATCH OMIT EMPTY MATCHES ",
            RowsPerMatch.AllWithUnmatched => "ALL ROWS PER MATCH WITH UNMATCHED ROWS ",
            null => "",
        });
        Skip(match.Skip);
        output.Append("PATTERN (");
        Pattern(match.Pattern, inner: false);
        output.Append(") ");
        if (!match.Subsets.IsEmpty)
        {
            output.Append("SUBSET ");
            printer.Join(match.Subsets, subset =>
            {
                printer.Name(subset.Name);
                output.Append(" = ");
                printer.Names(subset.Variables);
            });
            output.Append(' ');
        }

        output.Append("DEFINE ");
        printer.Join(match.Definitions, definition =>
        {
            printer.Name(definition.Variable);
            output.Append(" AS ");
            printer.Print(definition.Condition);
        });
        output.Append(')');
    }

    private void Named(Expression value, Identifier name)
    {
        printer.Print(value);
        printer.Output.Append(" AS ");
        printer.Name(name);
    }

    private void Skip(PatternSkip? skip)
    {
        if (skip is null)
        {
            return;
        }

        printer.Output.Append("AFTER MATCH SKIP ").Append(skip.Kind switch
        {
            SkipKind.PastLast => "PAST LAST ROW",
            SkipKind.ToNext => "TO NEXT ROW",
            SkipKind.ToFirst => "TO FIRST ",
            SkipKind.ToLast => "TO LAST ",
        });
        if (skip.Variable is not null)
        {
            printer.Name(skip.Variable);
        }

        printer.Output.Append(' ');
    }

    private void Pattern(RowPattern pattern, bool inner)
    {
        var output = printer.Output;
        switch (pattern)
        {
            case PatternVariable variable:
                // Before a parenthesis PERMUTE would be the word of the grammar.
                printer.Name(variable.Name.Value.Equals("PERMUTE", StringComparison.OrdinalIgnoreCase) ? variable.Name with { Quoted = true } : variable.Name);
                break;
            case PatternSequence sequence:
                Parenthesized(inner, () => Joined(sequence.Parts, " "));
                break;
            case PatternAlternation alternation:
                Parenthesized(inner, () => Joined(alternation.Parts, " | "));
                break;
            case PatternPermutation permutation:
                output.Append("PERMUTE(");
                printer.Join(permutation.Parts, part => Pattern(part, inner: false));
                output.Append(')');
                break;
            case PatternQuantified quantified:
                Parenthesized(inner, () =>
                {
                    Pattern(quantified.Part, inner: true);
                    output.Append(Quantifier(quantified)).Append(quantified.IsReluctant ? "?" : "");
                });
                break;
            case PatternExclusion exclusion:
                output.Append("{- ");
                Pattern(exclusion.Part, inner: false);
                output.Append(" -}");
                break;
            case PatternAnchor anchor:
                output.Append(anchor.IsStart ? '^' : '$');
                break;
            default:
                output.Append("()");
                break;
        }
    }

    private void Joined(System.Collections.Immutable.ImmutableArray<RowPattern> parts, string gap)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            printer.Output.Append(i == 0 ? "" : gap);
            Pattern(parts[i], inner: true);
        }
    }

    private void Parenthesized(bool needed, Action print)
    {
        printer.Output.Append(needed ? "(" : "");
        print();
        printer.Output.Append(needed ? ")" : "");
    }

    private static string Quantifier(PatternQuantified quantified) => (quantified.Min, quantified.Max) switch
    {
        (0, null) => "*",
        (1, null) => "+",
        (0, 1) => "?",
        (var min, null) => string.Create(CultureInfo.InvariantCulture, $"{{{min},}}"),
        var (min, max) => string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}"),
    };
}
