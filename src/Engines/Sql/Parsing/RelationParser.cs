using System.Collections.Immutable;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>What may follow FROM: tables, joins, subqueries, UNNEST, samples.</summary>
internal sealed class RelationParser(TokenReader reader, QueryParser queries)
{
    public Relation Relation()
    {
        using var level = reader.Enter();
        var left = Aliased();
        for (var length = 0; ; length++)
        {
            queries.Expressions.Chain(length);
            var joined = Joined(left);
            if (joined is null)
            {
                return left;
            }

            left = joined;
        }
    }

    public QualifiedName Name()
    {
        var at = reader.At;
        var parts = ImmutableArray.CreateBuilder<Identifier>();
        do
        {
            parts.Add(reader.ExpectIdentifier());
        }
        while (reader.AcceptSymbol("."));
        return new(parts.ToImmutable()) { At = at };
    }

    private Join? Joined(Relation left)
    {
        if (reader.Accept("CROSS"))
        {
            reader.Expect("JOIN");
            return new(JoinKind.Cross, left, Aliased()) { At = left.At };
        }

        var natural = reader.Accept("NATURAL");
        if (Kind() is not { } kind)
        {
            return natural ? throw reader.Mismatch() : null;
        }

        if (natural)
        {
            return new(kind, left, Aliased()) { At = left.At, IsNatural = true };
        }

        // a JOIN b JOIN c ON x ON y: the right side is a whole relation, the nearest ON belongs to it.
        var right = RightSide();
        if (reader.Accept("USING"))
        {
            return new(kind, left, right) { At = left.At, Using = queries.ColumnAliases() };
        }

        reader.Expect("ON");
        return new(kind, left, right) { At = left.At, On = queries.Expressions.Expression() };
    }

    private Relation RightSide()
    {
        var right = Aliased();
        while (reader.Is("CROSS") || reader.Is("NATURAL") || reader.Is("JOIN") || reader.Is("INNER") || reader.Is("LEFT")
            || reader.Is("RIGHT") || reader.Is("FULL"))
        {
            using var level = reader.Enter();
            right = Joined(right)!;
        }

        return right;
    }

    private JoinKind? Kind()
    {
        JoinKind kind;
        if (reader.Accept("JOIN"))
        {
            return JoinKind.Inner;
        }

        if (reader.Accept("INNER"))
        {
            kind = JoinKind.Inner;
        }
        else if (reader.Accept("LEFT"))
        {
            kind = JoinKind.Left;
        }
        else if (reader.Accept("RIGHT"))
        {
            kind = JoinKind.Right;
        }
        else if (reader.Accept("FULL"))
        {
            kind = JoinKind.Full;
        }
        else
        {
            return null;
        }

        if (kind != JoinKind.Inner)
        {
            reader.Accept("OUTER");
        }

        reader.Expect("JOIN");
        return kind;
    }

    private Relation Aliased()
    {
        var at = reader.At;
        var relation = Named(Primary(), at);
        if (IsMatch())
        {
            relation = Named(new PatternParser(reader, queries).Match(relation), at);
        }

        return reader.Is("TABLESAMPLE") ? Sample(relation) : relation;
    }

    private Relation Named(Relation relation, SourcePosition at)
    {
        if (!reader.Accept("AS") && (!reader.IsIdentifier() || IsMatch() || IsClause()))
        {
            return relation;
        }

        var alias = reader.ExpectIdentifier();
        var columns = reader.IsSymbol("(") ? queries.ColumnAliases() : [];
        return new AliasedRelation(relation, alias, columns) { At = at };
    }

    private bool IsMatch() => reader.Peek("MATCH_RECOGNIZE") && reader.PeekSymbol("(", 1);

    /// <summary>Words that are not reserved and yet begin the next clause.</summary>
    private bool IsClause()
    {
        return (reader.Current.IsWord("TABLESAMPLE") && reader.PeekSymbol("(", 2)) || queries.IsTail();
    }

    private Sampled Sample(Relation relation)
    {
        reader.Take();
        var system = reader.Accept("SYSTEM");
        if (!system)
        {
            reader.Expect("BERNOULLI");
        }

        reader.ExpectSymbol("(");
        var percentage = queries.Expressions.Expression();
        reader.ExpectSymbol(")");
        return new(relation, system, percentage) { At = relation.At };
    }

    private Relation Primary()
    {
        var at = reader.At;
        if (reader.Current.IsWord("LATERAL") && reader.PeekSymbol("(", 1))
        {
            reader.Take();
            reader.ExpectSymbol("(");
            var query = queries.Query();
            reader.ExpectSymbol(")");
            return new Lateral(query) { At = at };
        }

        if (reader.Current.IsWord("UNNEST"))
        {
            reader.Take();
            reader.ExpectSymbol("(");
            var arguments = queries.Expressions.List();
            reader.ExpectSymbol(")");
            var ordinality = reader.Accept("WITH", "ORDINALITY");
            return new Unnest(arguments, ordinality) { At = at };
        }

        if (reader.Current.IsWord("TABLE") && reader.PeekSymbol("(", 1))
        {
            return new TableFunctionParser(reader, queries, this).Call();
        }

        if (reader.Current.IsWord("JSON_TABLE"))
        {
            return queries.Expressions.Json.Table();
        }

        reader.Expected("'JSON_TABLE'", "'LATERAL'", "'TABLE'", "'UNNEST'");
        if (reader.IsSymbol("("))
        {
            return Parenthesis(at);
        }

        return AsOf(new TableRelation(Name()) { At = at });
    }

    private Relation Parenthesis(SourcePosition at)
    {
        reader.Take();
        if (queries.BeginsQuery())
        {
            var query = queries.Query();
            reader.ExpectSymbol(")");
            return new SubqueryRelation(query) { At = at };
        }

        reader.Expected("<query>");
        var relation = Relation();
        reader.ExpectSymbol(")");
        return relation;
    }

    private TableRelation AsOf(TableRelation table)
    {
        if (reader.Current.Kind == TokenKind.Keyword && reader.Peek("FOR")
            && (reader.Ahead(1).IsWord("VERSION") || reader.Ahead(1).IsWord("SYSTEM_VERSION")
                || reader.Ahead(1).IsWord("TIMESTAMP") || reader.Ahead(1).IsWord("SYSTEM_TIME")))
        {
            reader.Take();
            var version = reader.Take().Value is "VERSION" or "SYSTEM_VERSION";
            reader.Expect("AS", "OF");
            return table with { AsOfVersion = version, AsOf = queries.Expressions.Value() };
        }

        return table;
    }
}
