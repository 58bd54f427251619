using System.Collections.Immutable;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Expressions, by Trino's precedence: OR, AND, NOT, predicates, ||, + -, * / %, sign, AT TIME ZONE, primaries.</summary>
internal sealed class ExpressionParser
{
    /// <summary>The longest chain of one level (<c>a + b + …</c>): it makes a tree as deep as it is long.</summary>
    private const int ChainMax = 1_000;

    private readonly TokenReader _reader;
    private readonly PrimaryParser _primary;

    public ExpressionParser(TokenReader reader, QueryParser queries)
    {
        _reader = reader;
        Queries = queries;
        Types = new(reader);
        Json = new(reader, this);
        _primary = new(reader, this);
    }

    public QueryParser Queries { get; }

    public TypeParser Types { get; }

    public JsonParser Json { get; }

    public Expression Expression()
    {
        using var level = _reader.Enter();
        return Or();
    }

    public ImmutableArray<Expression> List()
    {
        var items = ImmutableArray.CreateBuilder<Expression>();
        do
        {
            items.Add(Expression());
        }
        while (_reader.AcceptSymbol(","));
        return items.ToImmutable();
    }

    /// <summary>An expression without predicates and logic.</summary>
    public Expression Value()
    {
        using var level = _reader.Enter();
        return Concat();
    }

    private Expression Or()
    {
        var at = _reader.At;
        var first = And();
        if (!_reader.Is("OR"))
        {
            return first;
        }

        var terms = ImmutableArray.CreateBuilder<Expression>();
        terms.Add(first);
        while (_reader.Accept("OR"))
        {
            terms.Add(And());
        }

        return new Logical(false, terms.ToImmutable()) { At = at };
    }

    private Expression And()
    {
        var at = _reader.At;
        var first = Not();
        if (!_reader.Is("AND"))
        {
            return first;
        }

        var terms = ImmutableArray.CreateBuilder<Expression>();
        terms.Add(first);
        while (_reader.Accept("AND"))
        {
            terms.Add(Not());
        }

        return new Logical(true, terms.ToImmutable()) { At = at };
    }

    private Expression Not()
    {
        if (!_reader.Current.IsWord("NOT"))
        {
            return Predicate();
        }

        using var level = _reader.Enter();
        var at = _reader.Take().At;
        return new Not(Not()) { At = at };
    }

    private Expression Predicate()
    {
        var left = Concat();
        for (var length = 0; ; length++)
        {
            Chain(length);
            var next = PredicateOf(left);
            if (next is null)
            {
                return left;
            }

            left = next;
        }
    }

    private Expression? PredicateOf(Expression left)
    {
        // As in Trino, what is said of a predicate is said of the place of its operator.
        var at = _reader.At;
        _reader.Expected("<predicate>");
        if (ComparisonHere() is { } comparison)
        {
            _reader.Take();
            return Compared(comparison, left, at);
        }

        if (_reader.AcceptQuietly("IS"))
        {
            var not = _reader.Accept("NOT");
            if (_reader.Accept("DISTINCT"))
            {
                _reader.Expect("FROM");
                return new IsDistinctFrom(left, Concat(), not) { At = at };
            }

            _reader.Expect("NULL");
            return new IsNull(left, not) { At = at };
        }

        var negated = false;
        if (_reader.Current.IsWord("NOT") && (_reader.Ahead(1).IsWord("BETWEEN") || _reader.Ahead(1).IsWord("IN") || _reader.Ahead(1).IsWord("LIKE")))
        {
            _reader.Take();
            negated = true;
        }

        if (_reader.AcceptQuietly("BETWEEN"))
        {
            var low = Concat();
            _reader.Expect("AND");
            return new Between(left, low, Concat(), negated) { At = at };
        }

        if (_reader.AcceptQuietly("IN"))
        {
            return In(left, negated, at);
        }

        if (_reader.AcceptQuietly("LIKE"))
        {
            var pattern = Concat();
            var escape = _reader.Accept("ESCAPE") ? Concat() : null;
            return new Like(left, pattern, escape, negated) { At = at };
        }

        return null;
    }

    private ComparisonOperator? ComparisonHere()
    {
        ReadOnlySpan<(string Symbol, ComparisonOperator Operator)> all =
        [
            ("=", ComparisonOperator.Equal), ("<>", ComparisonOperator.NotEqual), ("!=", ComparisonOperator.NotEqual),
            ("<", ComparisonOperator.Less), ("<=", ComparisonOperator.LessOrEqual), (">", ComparisonOperator.Greater),
            (">=", ComparisonOperator.GreaterOrEqual),
        ];
        foreach (var (symbol, found) in all)
        {
            if (_reader.PeekSymbol(symbol))
            {
                return found;
            }
        }

        return null;
    }

    private Expression Compared(ComparisonOperator comparison, Expression left, SourcePosition at)
    {
        Quantifier? quantifier = _reader.Current switch
        {
            var token when token.IsWord("ALL") => Quantifier.All,
            var token when token.IsWord("ANY") => Quantifier.Any,
            var token when token.IsWord("SOME") => Quantifier.Some,
            _ => null,
        };
        if (quantifier is { } which && _reader.PeekSymbol("(", 1))
        {
            _reader.Take();
            _reader.ExpectSymbol("(");
            var query = Queries.Query();
            _reader.ExpectSymbol(")");
            return new Quantified(comparison, which, left, query) { At = at };
        }

        return new Comparison(comparison, left, Concat()) { At = at };
    }

    private Expression In(Expression left, bool negated, SourcePosition at)
    {
        _reader.ExpectSymbol("(");
        if (Queries.BeginsQuery())
        {
            var query = Queries.Query();
            _reader.ExpectSymbol(")");
            return new InQuery(left, query, negated) { At = at };
        }

        var items = List();
        _reader.ExpectSymbol(")");
        return new InList(left, items, negated) { At = at };
    }

    private Expression Concat()
    {
        var left = Additive();
        for (var length = 0; _reader.PeekSymbol("||"); length++)
        {
            Chain(length);
            var at = _reader.Take().At;
            left = new Arithmetic(ArithmeticOperator.Concat, left, Additive()) { At = at };
        }

        _reader.Expected("'%'", "'*'", "'+'", "'-'", "'/'", "'AT'", "'||'");
        return left;
    }

    private Expression Additive()
    {
        var left = Multiplicative();
        for (var length = 0; _reader.PeekSymbol("+") || _reader.PeekSymbol("-"); length++)
        {
            Chain(length);
            var symbol = _reader.Take();
            var kind = symbol.Text == "+" ? ArithmeticOperator.Add : ArithmeticOperator.Subtract;
            left = new Arithmetic(kind, left, Multiplicative()) { At = symbol.At };
        }

        return left;
    }

    private Expression Multiplicative()
    {
        var left = Signed();
        for (var length = 0; _reader.PeekSymbol("*") || _reader.PeekSymbol("/") || _reader.PeekSymbol("%"); length++)
        {
            Chain(length);
            var symbol = _reader.Take();
            var kind = symbol.Text switch
            {
                "*" => ArithmeticOperator.Multiply,
                "/" => ArithmeticOperator.Divide,
                _ => ArithmeticOperator.Modulo,
            };
            left = new Arithmetic(kind, left, Signed()) { At = symbol.At };
        }

        return left;
    }

    private Expression Signed()
    {
        if (!_reader.PeekSymbol("-") && !_reader.PeekSymbol("+"))
        {
            return Zoned();
        }

        using var level = _reader.Enter();
        var sign = _reader.Take();
        var kind = sign.Text == "-" ? UnaryOperator.Minus : UnaryOperator.Plus;

        // -9223372036854775808 is one literal: its absolute value has no bigint.
        if (kind == UnaryOperator.Minus && _reader.Current is { Kind: TokenKind.Integer, Text: "9223372036854775808" })
        {
            _reader.Take();
            return new LongLiteral(long.MinValue) { At = sign.At };
        }

        return new Unary(kind, Signed()) { At = sign.At };
    }

    private Expression Zoned()
    {
        var value = _primary.Primary();
        for (var length = 0; _reader.Peek("AT", "TIME", "ZONE"); length++)
        {
            Chain(length);
            _reader.Take();
            _reader.Take();
            _reader.Take();
            value = new AtTimeZone(value, _primary.Primary()) { At = value.At };
        }

        return value;
    }

    public void Chain(int length)
    {
        if (length >= ChainMax)
        {
            throw new SqlException(
                SqlErrorCode.StackOverflow, "statement is too large (stack overflow while parsing)", _reader.At);
        }
    }
}
