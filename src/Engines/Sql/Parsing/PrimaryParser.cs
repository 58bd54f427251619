using System.Collections.Immutable;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Literals, names, calls, constructors, CASE, CAST and everything in parentheses.</summary>
internal sealed class PrimaryParser(TokenReader reader, ExpressionParser expressions)
{
    private readonly CallParser _calls = new(reader, expressions);

    public Expression Primary()
    {
        var value = Start();
        for (var length = 0; ; length++)
        {
            expressions.Chain(length);
            if (reader.PeekSymbol("["))
            {
                reader.Take();
                var index = expressions.Value();
                reader.ExpectSymbol("]");
                value = new Subscript(value, index) { At = value.At };
            }
            else if (reader.PeekSymbol(".") && !reader.PeekSymbol("*", 1))
            {
                reader.Take();
                value = new Dereference(value, reader.ExpectIdentifier()) { At = value.At };
            }
            else
            {
                reader.Expected("'.'", "'['");
                return value;
            }
        }
    }

    private Expression Start()
    {
        var token = reader.Current;
        var at = token.At;
        switch (token.Kind)
        {
            case TokenKind.Integer:
                return new LongLiteral(NumberText.ParseLong(reader.Take().Text, at)) { At = at };
            case TokenKind.Decimal:
                return new DecimalLiteral(reader.Take().Text.Replace("_", "", StringComparison.Ordinal)) { At = at };
            case TokenKind.Double:
                return new DoubleLiteral(reader.Take().Text.Replace("_", "", StringComparison.Ordinal)) { At = at };
            case TokenKind.String or TokenKind.UnicodeString:
                return new StringLiteral(reader.ExpectString()) { At = at };
            case TokenKind.Binary:
                return Binary();
            case TokenKind.Symbol when token.Text == "?":
                reader.Take();
                return new Parameter(reader.Parameters++) { At = at };
            case TokenKind.Symbol when token.Text == "(":
                return Parenthesis();
            case TokenKind.Keyword:
                return Keyword(token) ?? throw Unexpected();
            case TokenKind.Word or TokenKind.QuotedIdentifier or TokenKind.BackquotedIdentifier or TokenKind.DigitIdentifier:
                return Word(token);
            default:
                throw Unexpected();
        }
    }

    private SqlException Unexpected()
    {
        reader.Expected("<expression>");
        return reader.Mismatch();
    }

    private BinaryLiteral Binary()
    {
        var token = reader.Take();
        var digits = string.Concat(token.Value.Where(letter => !char.IsWhiteSpace(letter)));
        if (!digits.All(char.IsAsciiHexDigit))
        {
            throw TokenReader.Error("Binary literal can only contain hexadecimal digits", token.At);
        }

        return digits.Length % 2 == 0
            ? new BinaryLiteral(digits.ToUpperInvariant()) { At = token.At }
            : throw TokenReader.Error("Binary literal must contain an even number of digits", token.At);
    }

    private Expression Parenthesis()
    {
        var at = reader.Take().At;
        if (reader.PeekSymbol(")") && reader.PeekSymbol("->", 1))
        {
            reader.Take();
            return LambdaBody([], at);
        }

        if (IsLambda())
        {
            var parameters = ImmutableArray.CreateBuilder<Identifier>();
            do
            {
                parameters.Add(reader.ExpectIdentifier());
            }
            while (reader.AcceptSymbol(","));
            reader.ExpectSymbol(")");
            return LambdaBody(parameters.ToImmutable(), at);
        }

        if (expressions.Queries.BeginsQuery())
        {
            var query = expressions.Queries.Query();
            reader.ExpectSymbol(")");
            return new ScalarQuery(query) { At = at };
        }

        reader.ForgetExpected();
        var items = expressions.List();
        reader.ExpectSymbol(")");
        return items.Length == 1 ? items[0] : new RowConstructor(items) { At = at };
    }

    private bool IsLambda()
    {
        var ahead = 0;
        while (reader.IsIdentifier(ahead))
        {
            if (reader.PeekSymbol(")", ahead + 1))
            {
                return reader.PeekSymbol("->", ahead + 2);
            }

            if (!reader.PeekSymbol(",", ahead + 1))
            {
                return false;
            }

            ahead += 2;
        }

        return false;
    }

    private Lambda LambdaBody(ImmutableArray<Identifier> parameters, SourcePosition at)
    {
        reader.ExpectSymbol("->");
        return new Lambda(parameters, expressions.Expression()) { At = at };
    }

    private Expression? Keyword(Token token)
    {
        var at = token.At;
        switch (token.Value)
        {
            case "NULL":
                reader.Take();
                return new NullLiteral { At = at };
            case "TRUE" or "FALSE":
                reader.Take();
                return new BooleanLiteral(token.Value == "TRUE") { At = at };
            case "CASE":
                return Case();
            case "CAST":
                reader.Take();
                return Cast(false, at);
            case "EXISTS":
                reader.Take();
                reader.ExpectSymbol("(");
                var query = expressions.Queries.Query();
                reader.ExpectSymbol(")");
                return new Exists(query) { At = at };
            case "EXTRACT":
                return Extract();
            case "CURRENT_DATE" or "CURRENT_TIME" or "CURRENT_TIMESTAMP" or "LOCALTIME" or "LOCALTIMESTAMP"
                or "CURRENT_USER" or "CURRENT_CATALOG" or "CURRENT_SCHEMA" or "CURRENT_PATH":
                return Current(token);
            default:
                return _calls.Special(token);
        }
    }

    private CurrentValue Current(Token token)
    {
        reader.Take();
        int? precision = null;
        if (token.Value is "CURRENT_TIME" or "CURRENT_TIMESTAMP" or "LOCALTIME" or "LOCALTIMESTAMP" && reader.PeekSymbol("("))
        {
            reader.Take();
            var at = reader.At;
            var given = reader.ExpectInteger();
            precision = given is >= 0 and <= 12
                ? (int)given
                : throw new SqlException(SqlErrorCode.NotSupported, "Precision must be between 0 and 12", at);
            reader.ExpectSymbol(")");
        }

        return new(token.Value, precision) { At = token.At };
    }

    private Expression Word(Token token)
    {
        var at = token.At;
        if (token.Kind == TokenKind.Word)
        {
            switch (token.Value)
            {
                case "INTERVAL" when reader.Ahead(1).Kind == TokenKind.String || reader.PeekSymbol("+", 1) || reader.PeekSymbol("-", 1):
                    if (reader.Ahead(1).Kind == TokenKind.String || reader.Ahead(2).Kind == TokenKind.String)
                    {
                        return Interval();
                    }

                    break;
                case "TRY_CAST" when reader.PeekSymbol("(", 1):
                    reader.Take();
                    return Cast(true, at);
                case "ARRAY" when reader.PeekSymbol("[", 1):
                    return Array();
                case "ROW" when reader.PeekSymbol("(", 1):
                    reader.Take();
                    reader.Take();
                    var items = reader.PeekSymbol(")") ? [] : expressions.List();
                    reader.ExpectSymbol(")");
                    return new RowConstructor(items) { At = at };
                case "POSITION" when reader.PeekSymbol("(", 1):
                    return _calls.Position();
                case "SUBSTRING" when reader.PeekSymbol("(", 1):
                    return _calls.Substring();
                default:
                    break;
            }

        }

        if (TypedLiteral(token) is { } literal)
        {
            return literal;
        }

        if (reader.IsIdentifier() && reader.PeekSymbol("->", 1))
        {
            var parameter = reader.ExpectIdentifier();
            return LambdaBody([parameter], at);
        }

        return _calls.NameOrCall();
    }

    private TypedLiteral? TypedLiteral(Token token)
    {
        var at = token.At;
        if (reader.Ahead(1).Kind is TokenKind.String && IsTypeName(token))
        {
            var type = new TypeSyntax(Lower(reader.Take().Value), []) { At = at };
            return new TypedLiteral(type, reader.ExpectString()) { At = at };
        }

        if (token.Value == "DOUBLE" && reader.Ahead(1).IsWord("PRECISION") && reader.Ahead(2).Kind == TokenKind.String)
        {
            reader.Take();
            reader.Take();
            return new TypedLiteral(new("double", []) { At = at }, reader.ExpectString()) { At = at };
        }

        return null;
    }

    /// <summary>A type's name may stand in quotes.</summary>
    private static bool IsTypeName(Token token) => token.Kind == TokenKind.Word
        || (token.Kind == TokenKind.QuotedIdentifier && token.Value.Length > 0 && token.Value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'));

    private IntervalLiteral Interval()
    {
        var at = reader.Take().At;
        var negative = reader.AcceptSymbol("-");
        if (!negative)
        {
            reader.AcceptSymbol("+");
        }

        var value = reader.ExpectString();
        var from = IntervalField();
        var to = reader.Accept("TO") ? IntervalField() : null;
        return new(value, negative, from, to) { At = at };
    }

    private string IntervalField()
    {
        foreach (var field in (ReadOnlySpan<string>)["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "WEEK"])
        {
            if (reader.Accept(field))
            {
                return field;
            }
        }

        throw reader.Mismatch();
    }

    private ArrayConstructor Array()
    {
        var at = reader.Take().At;
        reader.ExpectSymbol("[");
        var items = reader.IsSymbol("]") ? [] : expressions.List();
        reader.ExpectSymbol("]");
        return new(items) { At = at };
    }

    private Case Case()
    {
        using var level = reader.Enter();
        var at = reader.Take().At;
        var operand = reader.Current.IsWord("WHEN") ? null : expressions.Expression();
        var whens = ImmutableArray.CreateBuilder<WhenClause>();
        do
        {
            var whenAt = reader.At;
            reader.Expect("WHEN");
            var condition = expressions.Expression();
            reader.Expect("THEN");
            whens.Add(new(condition, expressions.Expression()) { At = whenAt });
        }
        while (reader.Is("WHEN"));
        var otherwise = reader.Accept("ELSE") ? expressions.Expression() : null;
        reader.Expect("END");
        return new(operand, whens.ToImmutable(), otherwise) { At = at };
    }

    private Cast Cast(bool isTry, SourcePosition at)
    {
        reader.ExpectSymbol("(");
        var operand = expressions.Expression();
        reader.Expect("AS");
        var type = expressions.Types.Type();
        reader.ExpectSymbol(")");
        return new(operand, type, isTry) { At = at };
    }

    private Extract Extract()
    {
        var at = reader.Take().At;
        reader.ExpectSymbol("(");
        var field = reader.ExpectIdentifier().Value.ToUpperInvariant();
        reader.Expect("FROM");
        var operand = expressions.Value();
        reader.ExpectSymbol(")");
        return new(field, operand) { At = at };
    }

#pragma warning disable CA1308 // types are lower case
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
