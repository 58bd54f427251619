using System.Collections.Immutable;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Types of both dialects: <c>row(a bigint)</c>, <c>array&lt;int&gt;</c>, <c>timestamp(3) with time zone</c>.</summary>
internal sealed class TypeParser(TokenReader reader)
{
    public TypeSyntax Type()
    {
        using var level = reader.Enter();
        reader.Expected("<type>");
        var at = reader.At;
        var type = Base(at);
        while (reader.Current.IsWord("ARRAY"))
        {
            reader.Take();
            type = new("array", [new(null, type)]) { At = at };
        }

        return type;
    }

    private TypeSyntax Base(SourcePosition at)
    {
        if (!reader.IsIdentifier())
        {
            throw reader.Mismatch();
        }

        var name = Lower(reader.ExpectIdentifier().Value);
        switch (name)
        {
            case "double" when reader.Current.IsWord("PRECISION"):
                reader.Take();
                return new("double", []) { At = at };
            case "time" or "timestamp":
                return Zoned(name, at);
            case "interval" when reader.Current.IsWord("DAY") || reader.Current.IsWord("YEAR"):
                var from = reader.Take().Value;
                reader.Expect("TO");
                reader.Expect(from == "DAY" ? "SECOND" : "MONTH");
                return new(from == "DAY" ? "interval day to second" : "interval year to month", []) { At = at };
            case "struct" when reader.AcceptSymbol("<>"):
                return new(name, []) { At = at };
            case "struct" or "uniontype" when reader.PeekSymbol("<"):
            case "array" or "map" when reader.PeekSymbol("<"):
                return new(name, Angle(name)) { At = at };
            default:
                return new(name, reader.PeekSymbol("(") ? Arguments(name) : []) { At = at };
        }
    }

    private TypeSyntax Zoned(string name, SourcePosition at)
    {
        var arguments = reader.PeekSymbol("(") ? Arguments(name) : [];
        if (reader.Peek("WITH", "TIME", "ZONE"))
        {
            Skip(3);
            return new($"{name} with time zone", arguments) { At = at };
        }

        if (reader.Peek("WITHOUT", "TIME", "ZONE"))
        {
            Skip(3);
        }

        return new(name, arguments) { At = at };
    }

    private ImmutableArray<TypeArgument> Arguments(string name)
    {
        reader.ExpectSymbol("(");
        var arguments = ImmutableArray.CreateBuilder<TypeArgument>();
        do
        {
            var at = reader.At;
            reader.Expected("<integer>");
            if (reader.Current.Kind == TokenKind.Integer)
            {
                arguments.Add(new(reader.ExpectInteger(), null) { At = at });
            }
            else if (name == "row" && IsNamedField())
            {
                var field = reader.ExpectIdentifier();
                arguments.Add(new(null, Type(), field) { At = at });
            }
            else
            {
                arguments.Add(new(null, Type()) { At = at });
            }
        }
        while (reader.AcceptSymbol(","));
        reader.ExpectSymbol(")");
        return arguments.ToImmutable();
    }

    /// <summary>A field has a name when another type follows the first word: <c>row(x bigint)</c>, not <c>row(double precision)</c>.</summary>
    private bool IsNamedField()
    {
        if (!reader.IsIdentifier() || !(reader.IsIdentifier(1) || reader.Ahead(1).IsWord("ARRAY")))
        {
            return false;
        }

        return !(reader.Peek("DOUBLE", "PRECISION") || reader.Peek("INTERVAL", "DAY", "TO") || reader.Peek("INTERVAL", "YEAR", "TO")
            || (reader.Ahead(1).IsWord("ARRAY") && !(reader.Ahead(2).IsSymbol("(") || reader.Ahead(2).IsSymbol("<"))));
    }

    private ImmutableArray<TypeArgument> Angle(string name)
    {
        reader.ExpectSymbol("<");
        var arguments = ImmutableArray.CreateBuilder<TypeArgument>();
        if (name == "struct" && reader.AcceptSymbol(">"))
        {
            return [];
        }

        do
        {
            var at = reader.At;
            Identifier? field = null;
            if (name == "struct")
            {
                field = FieldName();
                reader.ExpectSymbol(":");
            }

            var type = Type();
            if (name == "struct" && reader.Accept("COMMENT"))
            {
                reader.ExpectString();
            }

            arguments.Add(new(null, type, field) { At = at });
        }
        while (reader.AcceptSymbol(","));
        Close();
        return arguments.ToImmutable();
    }

    /// <summary>A struct's field may be any word, reserved or not.</summary>
    private Identifier FieldName()
    {
        var token = reader.Current;
        if (token.Kind is TokenKind.Keyword or TokenKind.DigitIdentifier)
        {
            return new Identifier(reader.Take().Text) { At = token.At };
        }

        return reader.ExpectIdentifier();
    }

    private void Close() => reader.ExpectSymbol(">");

    private void Skip(int count)
    {
        for (var i = 0; i < count; i++)
        {
            reader.Take();
        }
    }

#pragma warning disable CA1308 // types are lower case
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
