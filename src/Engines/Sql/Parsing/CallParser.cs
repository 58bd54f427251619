using System.Collections.Immutable;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Function calls and all that may follow one, and the calls that have a grammar of their own.</summary>
internal sealed class CallParser(TokenReader reader, ExpressionParser expressions)
{
    /// <summary>A call whose name is a reserved word; null when the word begins no expression.</summary>
    public Expression? Special(Token token) => token.Value switch
    {
        "TRIM" => Trim(),
        "NORMALIZE" => Normalize(),
        "LISTAGG" => Listagg(),
        "GROUPING" => Grouping(),
        "JSON_VALUE" or "JSON_QUERY" or "JSON_EXISTS" or "JSON_OBJECT" or "JSON_ARRAY" => expressions.Json.Call(token),
        _ => null,
    };

    public Expression NameOrCall()
    {
        var at = reader.At;
        if ((reader.Current.IsWord("RUNNING") || reader.Current.IsWord("FINAL")) && reader.IsIdentifier(1) && reader.PeekSymbol("(", 2))
        {
            var processing = reader.Take().Value;
            return Call(new QualifiedName([reader.ExpectIdentifier()]) { At = at }) with { Processing = processing };
        }

        var first = reader.ExpectIdentifier();

        // A dotted name is a call only when a parenthesis follows it.
        var length = 0;
        while (reader.PeekSymbol(".", length) && reader.IsIdentifier(length + 1))
        {
            length += 2;
        }

        if (!reader.PeekSymbol("(", length))
        {
            return new NameExpression(first) { At = at };
        }

        var parts = ImmutableArray.CreateBuilder<Identifier>();
        parts.Add(first);
        while (reader.PeekSymbol("."))
        {
            reader.Take();
            parts.Add(reader.ExpectIdentifier());
        }

        return Call(new QualifiedName(parts.ToImmutable()) { At = at });
    }

    public FunctionCall Position()
    {
        var name = TakeName();
        reader.ExpectSymbol("(");
        var needle = expressions.Value();
        reader.Expect("IN");
        var haystack = expressions.Value();
        reader.ExpectSymbol(")");
        return new(name with { Parts = [new Identifier("strpos") { At = name.At }] }, [haystack, needle]) { At = name.At };
    }

    public FunctionCall Substring()
    {
        var name = TakeName();
        reader.ExpectSymbol("(");
        var arguments = ImmutableArray.CreateBuilder<Expression>();
        arguments.Add(expressions.Expression());
        if (reader.Accept("FROM"))
        {
            arguments.Add(expressions.Value());
            if (reader.Accept("FOR"))
            {
                arguments.Add(expressions.Value());
            }
        }
        else
        {
            while (reader.AcceptSymbol(","))
            {
                arguments.Add(expressions.Expression());
            }
        }

        reader.ExpectSymbol(")");
        return new(name, arguments.ToImmutable()) { At = name.At };
    }

    private QualifiedName TakeName()
    {
        var token = reader.Take();
        return new([new Identifier(token.Text) { At = token.At }]) { At = token.At };
    }

    private FunctionCall Call(QualifiedName name)
    {
        using var level = reader.Enter();
        reader.ExpectSymbol("(");
        reader.Expected("')'", "'ALL'", "'DISTINCT'", "'ORDER'");
        var call = new FunctionCall(name, []) { At = name.At };
        if (reader.AcceptSymbol("*"))
        {
            call = call with { IsStar = true };
        }
        else if (reader.IsIdentifier() && reader.PeekSymbol(".", 1) && reader.PeekSymbol("*", 2))
        {
            call = call with { IsStar = true, StarOf = reader.ExpectIdentifier() };
            reader.Take();
            reader.Take();
        }
        else if (!reader.PeekSymbol(")"))
        {
            if (reader.Current.IsWord("ALL") || reader.Current.IsWord("DISTINCT"))
            {
                call = call with { IsDistinct = reader.Take().Value == "DISTINCT" };
            }

            call = call with { Arguments = expressions.List() };
            if (reader.Is("ORDER"))
            {
                call = call with { OrderBy = expressions.Queries.OrderBy() };
            }
        }

        reader.ExpectSymbol(")");
        return After(call);
    }

    private FunctionCall After(FunctionCall call)
    {
        if (reader.Peek("WITHIN", "GROUP"))
        {
            reader.Take();
            reader.Take();
            reader.ExpectSymbol("(");
            call = call with { WithinGroup = expressions.Queries.OrderBy() };
            reader.ExpectSymbol(")");
        }

        if (reader.Current.IsWord("FILTER") && reader.PeekSymbol("(", 1))
        {
            reader.Take();
            reader.ExpectSymbol("(");
            reader.Expect("WHERE");
            call = call with { Filter = expressions.Expression() };
            reader.ExpectSymbol(")");
        }

        if (reader.Peek("IGNORE", "NULLS") || reader.Peek("RESPECT", "NULLS"))
        {
            call = call with { IgnoreNulls = reader.Take().Value == "IGNORE" };
            reader.Take();
        }

        if (reader.Current.IsWord("OVER") && (reader.PeekSymbol("(", 1) || reader.IsIdentifier(1)))
        {
            reader.Take();
            call = call with { Over = expressions.Queries.Over() };
        }

        Check(call);
        return call;
    }

    /// <summary>Forms of Trino's grammar that look like functions have their number of arguments, and none of what aggregates have.</summary>
    private static void Check(FunctionCall call)
    {
        var name = call.Name.Lower;
        var count = call.Arguments.Length;
        var problem = name switch
        {
            "coalesce" when count < 2 => "The 'coalesce' function must have at least two arguments",
            "format" when count < 2 => "The 'format' function must have at least two arguments",
            "try" when count != 1 => "The 'try' function must have exactly one argument",
            "nullif" when count != 2 => "Invalid number of arguments for 'nullif' function",
            "if" when count is not (2 or 3) => "Invalid number of arguments for 'if' function",
            "coalesce" or "format" or "try" or "nullif" or "if" =>
                call.Over is not null ? $"OVER clause not valid for '{name}' function"
                : call.IsDistinct ? $"DISTINCT not valid for '{name}' function"
                : call.Filter is not null ? $"FILTER not valid for '{name}' function"
                : call.IgnoreNulls is not null ? $"Null treatment clause not valid for '{name}' function"
                : null,
            _ => null,
        };
        if (problem is not null)
        {
            throw TokenReader.Error(problem, call.At);
        }
    }

    private FunctionCall Trim()
    {
        var name = TakeName();
        reader.ExpectSymbol("(");
        string? side = null;
        foreach (var word in (ReadOnlySpan<string>)["LEADING", "TRAILING", "BOTH"])
        {
            if (side is null && reader.Accept(word))
            {
                side = word;
            }
        }

        ImmutableArray<Expression> arguments;
        if (side is not null && reader.Accept("FROM"))
        {
            arguments = [expressions.Value()];
        }
        else
        {
            var first = expressions.Value();
            if (reader.Accept("FROM"))
            {
                arguments = [expressions.Value(), first];
            }
            else if (side is null && reader.AcceptSymbol(","))
            {
                arguments = [first, expressions.Value()];
            }
            else if (side is null)
            {
                arguments = [first];
            }
            else
            {
                throw reader.Mismatch();
            }
        }

        reader.ExpectSymbol(")");
        return new(name, arguments) { At = name.At, Modifier = side };
    }

    private FunctionCall Normalize()
    {
        var name = TakeName();
        reader.ExpectSymbol("(");
        var argument = expressions.Value();
        var form = "NFC";
        if (reader.AcceptSymbol(","))
        {
            form = reader.ExpectIdentifier().Value.ToUpperInvariant();
            if (form is not ("NFC" or "NFD" or "NFKC" or "NFKD"))
            {
                throw reader.Mismatch();
            }
        }

        reader.ExpectSymbol(")");
        return new(name, [argument]) { At = name.At, Modifier = form };
    }

    private FunctionCall Listagg()
    {
        var name = TakeName();
        reader.ExpectSymbol("(");
        var distinct = reader.Accept("DISTINCT");
        ImmutableArray<Expression> arguments = [expressions.Expression()];
        if (reader.AcceptSymbol(","))
        {
            // Nothing but a text may stand between them.
            var at = reader.At;
            arguments = arguments.Add(new StringLiteral(reader.ExpectString()) { At = at });
        }

        string? overflow = null;
        if (reader.Accept("ON", "OVERFLOW"))
        {
            overflow = reader.Accept("ERROR") ? "ERROR" : null;
            if (overflow is null)
            {
                reader.Expect("TRUNCATE");
                var filler = reader.Current.Kind == TokenKind.String ? reader.ExpectString() : "...";
                var count = !reader.Accept("WITHOUT", "COUNT");
                if (count)
                {
                    reader.Accept("WITH", "COUNT");
                }

                overflow = $"TRUNCATE '{filler.Replace("'", "''", StringComparison.Ordinal)}' {(count ? "WITH" : "WITHOUT")} COUNT";
            }
        }

        reader.ExpectSymbol(")");
        if (!reader.Peek("WITHIN", "GROUP"))
        {
            reader.Expect("WITHIN");
        }

        var call = After(new(name, arguments) { At = name.At, IsDistinct = distinct, Modifier = overflow });
        return call.Over is null ? call : throw TokenReader.Error("mismatched input 'OVER'. Expecting: 'FILTER', ',', <EOF>", call.At);
    }

    private FunctionCall Grouping()
    {
        var name = TakeName();
        reader.ExpectSymbol("(");
        var arguments = reader.IsSymbol(")") ? [] : expressions.List();
        reader.ExpectSymbol(")");
        return new(name, arguments) { At = name.At };
    }
}
