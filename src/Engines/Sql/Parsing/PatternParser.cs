using System.Collections.Immutable;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary><c>MATCH_RECOGNIZE</c> and its row pattern.</summary>
internal sealed class PatternParser(TokenReader reader, QueryParser queries)
{
    public MatchRecognize Match(Relation input)
    {
        using var level = reader.Enter();
        var at = reader.Take().At;
        reader.ExpectSymbol("(");
        var partition = reader.Accept("PARTITION", "BY") ? queries.Expressions.List() : [];
        var order = reader.Is("ORDER") ? queries.OrderBy() : [];
        var measures = reader.Accept("MEASURES") ? List(Measure) : [];
        var rows = Rows();
        var skip = reader.Accept("AFTER", "MATCH") ? Skip() : null;
        if (reader.Is("SEEK") || reader.Is("INITIAL"))
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"Pattern search modifier: {reader.Current.Value.ToUpperInvariant()} is not allowed in MATCH_RECOGNIZE clause", reader.At);
        }

        reader.Expect("PATTERN");
        reader.ExpectSymbol("(");
        var pattern = Pattern();
        reader.ExpectSymbol(")");
        var subsets = reader.Accept("SUBSET") ? List(Subset) : [];
        reader.Expect("DEFINE");
        var definitions = List(Definition);
        reader.ExpectSymbol(")");
        return new(input, pattern, definitions)
        {
            At = at,
            PartitionBy = partition,
            OrderBy = order,
            Measures = measures,
            Rows = rows,
            Skip = skip,
            Subsets = subsets,
        };
    }

    private ImmutableArray<T> List<T>(Func<T> item)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        do
        {
            items.Add(item());
        }
        while (reader.AcceptSymbol(","));
        return items.ToImmutable();
    }

    private PatternMeasure Measure()
    {
        var at = reader.At;
        var value = queries.Expressions.Expression();
        reader.Expect("AS");
        return new(value, reader.ExpectIdentifier()) { At = at };
    }

    private PatternDefinition Definition()
    {
        var at = reader.At;
        var name = reader.ExpectIdentifier();
        reader.Expect("AS");
        return new(name, queries.Expressions.Expression()) { At = at };
    }

    private PatternSubset Subset()
    {
        var at = reader.At;
        var name = reader.ExpectIdentifier();
        reader.ExpectSymbol("=");
        reader.ExpectSymbol("(");
        var variables = List(reader.ExpectIdentifier);
        reader.ExpectSymbol(")");
        return new(name, variables) { At = at };
    }

    private RowsPerMatch? Rows()
    {
        if (reader.Accept("ONE"))
        {
            reader.Expect("ROW", "PER", "MATCH");
            return RowsPerMatch.One;
        }

        if (!reader.Accept("ALL"))
        {
            return null;
        }

        reader.Expect("ROWS", "PER", "MATCH");
        if (reader.Accept("SHOW"))
        {
            reader.Expect("EMPTY", "MATCHES");
        }
        else if (reader.Accept("OMIT"))
        {
            reader.Expect("EMPTY", "MATCHES");
            return RowsPerMatch.AllOmitEmpty;
        }
        else if (reader.Accept("WITH"))
        {
            reader.Expect("UNMATCHED", "ROWS");
            return RowsPerMatch.AllWithUnmatched;
        }

        return RowsPerMatch.AllShowEmpty;
    }

    private PatternSkip Skip()
    {
        var at = reader.At;
        reader.Expect("SKIP");
        if (reader.Accept("PAST"))
        {
            reader.Expect("LAST", "ROW");
            return new(SkipKind.PastLast, null) { At = at };
        }

        reader.Expect("TO");
        if (reader.Accept("NEXT", "ROW"))
        {
            return new(SkipKind.ToNext, null) { At = at };
        }

        // FIRST and LAST may themselves be names of variables.
        var isFirst = reader.Current.IsWord("FIRST") && reader.IsIdentifier(1) && !IsAfterSkip(1);
        var isLast = reader.Current.IsWord("LAST") && reader.IsIdentifier(1) && !IsAfterSkip(1);
        if (isFirst || isLast)
        {
            reader.Take();
        }

        return new(isFirst ? SkipKind.ToFirst : SkipKind.ToLast, reader.ExpectIdentifier()) { At = at };
    }

    private bool IsAfterSkip(int ahead) =>
        (reader.Ahead(ahead).IsWord("PATTERN") || reader.Ahead(ahead).IsWord("INITIAL") || reader.Ahead(ahead).IsWord("SEEK"))
        && (reader.PeekSymbol("(", ahead + 1) || reader.Ahead(ahead + 1).IsWord("PATTERN"));

    private RowPattern Pattern()
    {
        using var level = reader.Enter();
        var at = reader.At;
        var parts = ImmutableArray.CreateBuilder<RowPattern>();
        do
        {
            parts.Add(Sequence());
        }
        while (reader.AcceptSymbol("|"));
        return parts.Count == 1 ? parts[0] : new PatternAlternation(parts.ToImmutable()) { At = at };
    }

    private RowPattern Sequence()
    {
        var at = reader.At;
        var parts = ImmutableArray.CreateBuilder<RowPattern>();
        do
        {
            parts.Add(Quantified());
        }
        while (reader.IsIdentifier() || reader.PeekSymbol("(") || reader.PeekSymbol("^") || reader.PeekSymbol("$") || reader.PeekSymbol("{-"));
        return parts.Count == 1 ? parts[0] : new PatternSequence(parts.ToImmutable()) { At = at };
    }

    private RowPattern Quantified()
    {
        var part = Primary();
        (long Min, long? Max)? range = reader.AcceptSymbol("*") ? (0, null)
            : reader.AcceptSymbol("+") ? (1, null)
            : reader.AcceptSymbol("?") ? (0, 1)
            : reader.IsSymbol("{") ? Range()
            : null;
        return range is var (min, max) ? new PatternQuantified(part, min, max, reader.AcceptSymbol("?")) { At = part.At } : part;
    }

    private (long Min, long? Max) Range()
    {
        var at = reader.At;
        reader.ExpectSymbol("{");
        var min = reader.Current.Kind == TokenKind.Integer ? reader.ExpectInteger() : (long?)null;
        long? max;
        if (reader.AcceptSymbol(","))
        {
            max = reader.Current.Kind == TokenKind.Integer ? reader.ExpectInteger() : null;
        }
        else
        {
            max = min ?? throw reader.Mismatch();
        }

        reader.ExpectSymbol("}");
        return max < 1 ? throw new SqlException(SqlErrorCode.NumericValueOutOfRange, "Pattern quantifier upper bound must be greater than or equal to 1", at)
            : min > int.MaxValue ? throw new SqlException(SqlErrorCode.NumericValueOutOfRange, $"Pattern quantifier lower bound must not exceed {int.MaxValue}", at)
            : max > int.MaxValue ? throw new SqlException(SqlErrorCode.NumericValueOutOfRange, $"Pattern quantifier upper bound must not exceed {int.MaxValue}", at)
            : max < min ? throw new SqlException(SqlErrorCode.InvalidRange, "Pattern quantifier lower bound must not exceed upper bound", at)
            : (min ?? 0, max);
    }

    private RowPattern Primary()
    {
        var at = reader.At;
        if (reader.AcceptSymbol("^"))
        {
            return new PatternAnchor(true) { At = at };
        }

        if (reader.AcceptSymbol("$"))
        {
            return new PatternAnchor(false) { At = at };
        }

        if (reader.AcceptSymbol("{-"))
        {
            var hidden = Pattern();
            reader.ExpectSymbol("-}");
            return new PatternExclusion(hidden) { At = at };
        }

        if (reader.AcceptSymbol("("))
        {
            if (reader.AcceptSymbol(")"))
            {
                return new PatternEmpty { At = at };
            }

            var inner = Pattern();
            reader.ExpectSymbol(")");
            return inner;
        }

        if (reader.Current.IsWord("PERMUTE") && reader.PeekSymbol("(", 1))
        {
            reader.Take();
            reader.ExpectSymbol("(");
            var parts = List(Pattern);
            reader.ExpectSymbol(")");
            return new PatternPermutation(parts) { At = at };
        }

        return new PatternVariable(reader.ExpectIdentifier()) { At = at };
    }
}
