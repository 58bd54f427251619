using System.Globalization;
using Weir.Engines.Sql.Lexing;

namespace Weir.Engines.Sql.Iot;

/// <summary>Reads rule SQL (version 2016-03-23) and compiles it. Used once per statement.</summary>
internal sealed class IotParser
{
    private const int DepthMax = 64;

    private static readonly LexerDialect Dialect = new()
    {
        DoubleQuoteIsString = true,
        PrefixedStrings = false,
        DigitIdentifiers = false,
        WordExtra = "$",
        LineComments = [],
        BlockComments = false,
        TextCharactersMax = 64 * 1024,
    };

    private readonly string _text;
    private readonly IReadOnlyList<Token> _tokens;
    private int _next;
    private int _depth;

    private IotParser(string text)
    {
        _text = text;
        _tokens = Lexer.Tokenize(text, Dialect);
    }

    public static IotQuery ParseQuery(string text)
    {
        var parser = new IotParser(text);
        parser.Expect("SELECT");
        var selection = parser.Selection();
        string? filter = null;
        if (parser.TryWord("FROM"))
        {
            filter = parser.Peek.Kind == TokenKind.String
                ? parser.Take().Value
                : throw parser.Wrong("a topic filter in quotes");
        }

        var where = parser.TryWord("WHERE") ? parser.Expression() : null;
        parser.TrySymbol(";");
        parser.ExpectEnd();
        return new(filter, selection, where);
    }

    public static IotExpression ParseExpression(string text)
    {
        var parser = new IotParser(text);
        var expression = parser.Expression();
        parser.ExpectEnd();
        return expression;
    }

    private Token Peek => _tokens[_next];

    private Token Ahead => _tokens[Math.Min(_next + 1, _tokens.Count - 1)];

    private IotSelection Selection()
    {
        if (Peek.IsWord("VALUE") && !Ahead.IsSymbol(",") && !Ahead.IsSymbol(".") && !Ahead.IsWord("FROM") && !Ahead.IsWord("AS"))
        {
            Take();
            return TrySymbol("*") ? new(null, hasStar: true, []) : new(Expression(), hasStar: false, []);
        }

        var hasStar = false;
        var items = new List<(string[], IotExpression)>();
        do
        {
            if (TrySymbol("*"))
            {
                hasStar = true;
                continue;
            }

            var start = Peek.Start;
            var expression = Expression();
            var end = _tokens[_next - 1].End;
            items.Add((TryWord("AS") ? Alias() : [expression.DefaultName ?? _text[start..end]], expression));
        }
        while (TrySymbol(","));

        return new(null, hasStar, [.. items]);
    }

    private string[] Alias()
    {
        var path = new List<string> { Name() };
        while (TrySymbol("."))
        {
            path.Add(Name());
        }

        return [.. path];
    }

    private IotExpression Expression()
    {
        if (++_depth > DepthMax)
        {
            throw Error("the expression is nested too deeply");
        }

        var left = Conjunction();
        while (TryWord("OR"))
        {
            left = new IotBinary(IotOperators.Or, left, Conjunction());
        }

        _depth--;
        return left;
    }

    private IotExpression Conjunction()
    {
        var left = Negation();
        while (TryWord("AND"))
        {
            left = new IotBinary(IotOperators.And, left, Negation());
        }

        return left;
    }

    private IotExpression Negation()
    {
        var negations = 0;
        while (TryWord("NOT"))
        {
            negations++;
        }

        var operand = Comparison();
        for (; negations > 0; negations--)
        {
            operand = new IotUnary(isNot: true, operand);
        }

        return operand;
    }

    private IotExpression Comparison()
    {
        var left = Sum();
        while (true)
        {
            Func<IotValue, IotValue, IotValue>? operation = Peek is { Kind: TokenKind.Symbol, Text: var symbol }
                ? symbol switch
                {
                    "=" => IotOperators.Same,
                    "<>" or "!=" => IotOperators.Different,
                    "<" => IotOperators.Less,
                    "<=" => IotOperators.LessOrSame,
                    ">" => IotOperators.Greater,
                    ">=" => IotOperators.GreaterOrSame,
                    _ => null,
                }
                : null;
            if (operation is not null)
            {
                Take();
                left = new IotBinary(operation, left, Sum());
            }
            else if (TryWord("IN"))
            {
                left = new IotIn(left, Set());
            }
            else if (Peek.IsWord("NOT") && Ahead.IsWord("IN"))
            {
                _next += 2;
                left = new IotUnary(isNot: true, new IotIn(left, Set()));
            }
            else
            {
                return left;
            }
        }
    }

    /// <summary>What follows IN: a list in parentheses, or an expression that is an array.</summary>
    private IotExpression Set()
    {
        if (!Peek.IsSymbol("(") || Ahead.IsWord("SELECT"))
        {
            return Sum();
        }

        Take();
        var first = Expression();
        if (TrySymbol(")"))
        {
            // one item in parentheses is a list of one, unless it is an array itself
            return first is IotLiteral ? new IotArrayLiteral([first]) : new IotListOrArray(first);
        }

        var items = new List<IotExpression> { first };
        while (TrySymbol(","))
        {
            items.Add(Expression());
        }

        ExpectSymbol(")");
        return new IotArrayLiteral([.. items]);
    }

    private IotExpression Sum()
    {
        var left = Product();
        while (true)
        {
            if (TrySymbol("+"))
            {
                left = new IotBinary(IotOperators.Add, left, Product());
            }
            else if (TrySymbol("-"))
            {
                left = new IotBinary(IotOperators.Subtract, left, Product());
            }
            else
            {
                return left;
            }
        }
    }

    private IotExpression Product()
    {
        var left = Signed();
        while (true)
        {
            if (TrySymbol("*"))
            {
                left = new IotBinary(IotOperators.Multiply, left, Signed());
            }
            else if (TrySymbol("/"))
            {
                left = new IotBinary(IotOperators.Divide, left, Signed());
            }
            else if (TrySymbol("%"))
            {
                left = new IotBinary(IotOperators.Remainder, left, Signed());
            }
            else
            {
                return left;
            }
        }
    }

    private IotExpression Signed()
    {
        var isNegative = false;
        while (Peek.IsSymbol("-") || Peek.IsSymbol("+"))
        {
            isNegative ^= Take().Text == "-";
        }

        var operand = Postfix();
        return !isNegative ? operand
            : operand is IotLiteral { Value: { IsNumber: true } number } ? new IotLiteral(IotOperators.Subtract(IotValue.Of(0m), number))
            : new IotUnary(isNot: false, operand);
    }

    private IotExpression Postfix()
    {
        var expression = Primary();
        while (true)
        {
            if (TrySymbol("."))
            {
                expression = new IotMember(expression, Name());
            }
            else if (TrySymbol("["))
            {
                expression = new IotIndex(expression, Expression());
                ExpectSymbol("]");
            }
            else
            {
                return expression;
            }
        }
    }

    private IotExpression Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.String:
                return new IotLiteral(IotValue.Of(token.Value));
            case TokenKind.Integer or TokenKind.Decimal or TokenKind.Double:
                var number = decimal.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && exact != 0
                    ? IotValue.Of(exact)
                    : double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
                        ? IotValue.Of(real)
                        : throw Error($"'{token.Text}' is not a number", token);
                return new IotLiteral(number);
            case TokenKind.Symbol when token.Text == "(":
                return Parenthesis();
            case TokenKind.Symbol when token.Text == "[":
                return new IotArrayLiteral(List("]"));
            case TokenKind.Symbol when token.Text is "{" or "{-":
                return ObjectLiteral();
            case TokenKind.Word or TokenKind.BackquotedIdentifier:
                return Word(token);
            default:
                throw Wrong("an expression", token);
        }
    }

    private IotExpression Parenthesis()
    {
        if (Peek.IsWord("SELECT"))
        {
            var query = NestedQuery();
            ExpectSymbol(")");
            return query;
        }

        var expression = Expression();
        ExpectSymbol(")");
        return expression;
    }

    private IotNestedQuery NestedQuery()
    {
        Expect("SELECT");
        if (++_depth > DepthMax)
        {
            throw Error("queries are nested too deeply");
        }

        var selection = Selection();
        Expect("FROM");
        var from = Postfix();
        var where = TryWord("WHERE") ? Expression() : null;
        _depth--;
        return new(selection, from, where);
    }

    private IotObjectLiteral ObjectLiteral()
    {
        var members = new List<(string, IotExpression)>();
        if (!TrySymbol("}"))
        {
            do
            {
                var name = Peek.Kind == TokenKind.String ? Take().Value : throw Wrong("a key in quotes");
                ExpectSymbol(":");
                members.Add((name, Expression()));
            }
            while (TrySymbol(","));
            ExpectSymbol("}");
        }

        return new([.. members]);
    }

    private IotExpression Word(Token word)
    {
        if (word.Kind == TokenKind.Word)
        {
            switch (word.Value)
            {
                case "TRUE": return new IotLiteral(IotValue.True);
                case "FALSE": return new IotLiteral(IotValue.False);
                case "NULL": return new IotLiteral(IotValue.Null);
                case "UNDEFINED": return new IotLiteral(IotValue.Undefined);
                case "CASE": return Case();
                case "EXISTS" when Peek.IsSymbol("("):
                    ExpectSymbol("(");
                    var query = NestedQuery();
                    ExpectSymbol(")");
                    return new IotExists(query);
                case "SELECT" or "FROM" or "WHERE" or "AS" or "WHEN" or "THEN" or "ELSE" or "END" or "AND" or "OR" or "IN":
                    _next--;
                    throw Wrong("an expression");
            }

            if (TrySymbol("("))
            {
                return word.Value == "CAST" ? Cast() : Call(word);
            }
        }

        return new IotField(word.Kind == TokenKind.Word ? word.Text : word.Value);
    }

    private IotCall Call(Token name)
    {
        var arguments = List(")");
        if (!IotFunctions.All.TryGetValue(name.Value, out var function))
        {
            throw Error($"unknown function '{name.Text}'", name);
        }

        return arguments.Length >= function.ArgumentsMin && arguments.Length <= function.ArgumentsMax
            ? new(name.Text, function, arguments)
            : throw Error($"function '{name.Text}' does not take {arguments.Length} arguments", name);
    }

    private IotCall Cast()
    {
        var value = Expression();
        Expect("AS");
        var type = Take();
        ExpectSymbol(")");
        return IotFunctions.Casts.TryGetValue(type.Value, out var function)
            ? new("cast", function, [value])
            : throw Error($"unknown type '{type.Text}'", type);
    }

    private IotCase Case()
    {
        var value = Expression();
        var branches = new List<(IotExpression, IotExpression)>();
        while (TryWord("WHEN"))
        {
            var when = Expression();
            Expect("THEN");
            branches.Add((when, Expression()));
        }

        if (branches.Count == 0)
        {
            throw Wrong("WHEN");
        }

        var otherwise = TryWord("ELSE") ? Expression() : null;
        Expect("END");
        return new(value, [.. branches], otherwise);
    }

    private IotExpression[] List(string close)
    {
        if (TrySymbol(close))
        {
            return [];
        }

        var items = new List<IotExpression>();
        do
        {
            items.Add(Peek.IsSymbol("*") && (Ahead.IsSymbol(",") || Ahead.IsSymbol(close)) ? TakeWhole() : Expression());
        }
        while (TrySymbol(","));

        ExpectSymbol(close);
        return [.. items];
    }

    private IotWhole TakeWhole()
    {
        Take();
        return new();
    }

    private string Name() => Peek.Kind switch
    {
        TokenKind.Word => Take().Text,
        TokenKind.String or TokenKind.BackquotedIdentifier => Take().Value,
        _ => throw Wrong("a name"),
    };

    private Token Take()
    {
        var token = _tokens[_next];
        if (token.Kind != TokenKind.End)
        {
            _next++;
        }

        return token;
    }

    private bool TryWord(string upper)
    {
        if (!Peek.IsWord(upper))
        {
            return false;
        }

        _next++;
        return true;
    }

    private bool TrySymbol(string symbol)
    {
        if (!Peek.IsSymbol(symbol))
        {
            return false;
        }

        _next++;
        return true;
    }

    private void Expect(string upper)
    {
        if (!TryWord(upper))
        {
            throw Wrong(upper);
        }
    }

    private void ExpectSymbol(string symbol)
    {
        if (!TrySymbol(symbol))
        {
            throw Wrong($"'{symbol}'");
        }
    }

    private void ExpectEnd()
    {
        if (Peek.Kind != TokenKind.End)
        {
            throw Wrong("the end");
        }
    }

    private SqlException Wrong(string expected) => Wrong(expected, Peek);

    private SqlException Wrong(string expected, Token found) =>
        Error($"expected {expected}, found {(found.Kind == TokenKind.End ? "the end" : $"'{found.Text}'")}", found);

    private SqlException Error(string message, Token? at = null) => new(SqlErrorCode.SyntaxError, message, (at ?? Peek).At);
}

/// <summary><c>IN (x)</c> where x may be an array field or a single value.</summary>
internal sealed class IotListOrArray(IotExpression single) : IotExpression
{
    public override IotValue Evaluate(in IotScope scope)
    {
        var value = single.Evaluate(scope);
        return value.Kind == IotKind.Array ? value : IotValue.Of([value]);
    }
}
