using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Domain.Expressions;

/// <summary>The filter of GetPartitions, parsed for a table's partition keys.</summary>
/// <remarks>
/// Precedence as in SQL: NOT binds before AND, AND before OR. Values compare by their key's type; what cannot be read as that type
/// is NULL, and only <c>IS NULL</c> finds it.
/// </remarks>
internal sealed class PartitionExpression
{
    private readonly string _text;
    private readonly IReadOnlyList<Column> _keys;
    private readonly List<ExpressionToken> _tokens;
    private int _at;
    private int _depth;

    private PartitionExpression(string text, IReadOnlyList<Column> keys)
    {
        _text = text;
        _keys = keys;
        _tokens = ExpressionLexer.Cut(text);
    }

    private ExpressionToken Next => _tokens[_at];

    public static ExpressionNode Parse(string text, IReadOnlyList<Column> keys)
    {
        if (text.Length > GlueLimits.ExpressionLettersMax)
        {
            throw GlueErrors.TooMany("expression", GlueLimits.ExpressionLettersMax);
        }

        var parser = new PartitionExpression(text, keys);
        var parsed = parser.Disjunction();
        return parser.Next.Kind == TokenKind.End ? parsed : throw parser.Unexpected();
    }

    /// <summary>The first values that every partition the expression holds for must have: where to look at all.</summary>
    public static IReadOnlyList<string> FirstValues(ExpressionNode expression, IReadOnlyList<Column> keys)
    {
        var known = new Dictionary<int, string>();
        Collect(expression);
        var first = new List<string>();
        while (first.Count < keys.Count && known.TryGetValue(first.Count, out var value))
        {
            first.Add(value);
        }

        return first;

        void Collect(ExpressionNode node)
        {
            if (node is ExpressionNode.And and)
            {
                Collect(and.Left);
                Collect(and.Right);
            }
            else if (node is ExpressionNode.Compare { Sign: "=", Key.Family: KeyFamily.Text } equals)
            {
                known[equals.Key.Index] = equals.Literal.ToString()!;
            }
        }
    }

    /// <summary>Keys that must equal one value for the expression to hold, by their place, in the normal form of an index.</summary>
    public static IReadOnlyDictionary<int, string> Equalities(ExpressionNode expression)
    {
        var known = new Dictionary<int, string>();
        Collect(expression);
        return known;

        void Collect(ExpressionNode node)
        {
            if (node is ExpressionNode.And and)
            {
                Collect(and.Left);
                Collect(and.Right);
            }
            else if (node is ExpressionNode.Compare { Sign: "=" } equals)
            {
                known[equals.Key.Index] = KeyType.Normal(equals.Literal);
            }
            else if (node is ExpressionNode.In { Literals.Count: 1 } one)
            {
                known[one.Key.Index] = KeyType.Normal(one.Literals[0]);
            }
        }
    }

    private ExpressionNode Disjunction()
    {
        if (++_depth > GlueLimits.ExpressionDepthMax)
        {
            throw GlueErrors.UnsupportedExpression(_text, "it is nested too deeply");
        }

        var left = Conjunction();
        while (TakeWord("OR"))
        {
            left = new ExpressionNode.Or(left, Conjunction());
        }

        _depth--;
        return left;
    }

    private ExpressionNode Conjunction()
    {
        var left = Negation();
        while (TakeWord("AND"))
        {
            left = new ExpressionNode.And(left, Negation());
        }

        return left;
    }

    private ExpressionNode Negation()
    {
        var isNegated = false;
        while (TakeWord("NOT"))
        {
            isNegated = !isNegated;
        }

        var inner = Primary();
        return isNegated ? new ExpressionNode.Not(inner) : inner;
    }

    private ExpressionNode Primary()
    {
        if (TakeSign("("))
        {
            var inner = Disjunction();
            Require(TakeSign(")"));
            return inner;
        }

        if (IsLiteral())
        {
            return Mirrored();
        }

        var key = Key();
        if (TakeWord("IS"))
        {
            var isNot = TakeWord("NOT");
            Require(TakeWord("NULL"));
            return Negate(new ExpressionNode.IsNull(key), isNot);
        }

        var isNegated = TakeWord("NOT");
        if (TakeWord("IN"))
        {
            return Negate(new ExpressionNode.In(key, List(key)), isNegated);
        }

        if (TakeWord("LIKE"))
        {
            Require(Next.Kind == TokenKind.Text);
            return Negate(new ExpressionNode.Like(key, _tokens[_at++].Text), isNegated);
        }

        if (TakeWord("BETWEEN"))
        {
            var low = Literal(key);
            Require(TakeWord("AND"));
            var high = Literal(key);
            return Negate(
                new ExpressionNode.And(new ExpressionNode.Compare(key, ">=", low), new ExpressionNode.Compare(key, "<=", high)), isNegated);
        }

        Require(!isNegated);
        return new ExpressionNode.Compare(key, Sign(), Literal(key));
    }

    /// <summary>A literal first: <c>5 &lt; hour</c> means <c>hour &gt; 5</c>.</summary>
    private ExpressionNode.Compare Mirrored()
    {
        var from = _at;
        _at += Next.Kind == TokenKind.Word ? 2 : 1;
        var sign = Sign();
        var key = Key();
        var after = _at;
        _at = from;
        var literal = Literal(key);
        _at = after;
        var mirrored = sign switch
        {
            "<" => ">",
            "<=" => ">=",
            ">" => "<",
            ">=" => "<=",
            _ => sign,
        };
        return new(key, mirrored, literal);
    }

    private static ExpressionNode Negate(ExpressionNode node, bool isNegated) => isNegated ? new ExpressionNode.Not(node) : node;

    private List<IComparable> List(PartitionKey key)
    {
        var all = new List<IComparable>();
        Require(TakeSign("("));
        do
        {
            all.Add(Literal(key));
        }
        while (TakeSign(","));

        Require(TakeSign(")"));
        return all;
    }

    private PartitionKey Key()
    {
        Require(Next.Kind is TokenKind.Word or TokenKind.Name);
        var name = _tokens[_at++].Text;
        for (var index = 0; index < _keys.Count; index++)
        {
            if (_keys[index].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return new(name, index, KeyType.Of(_keys[index].Type)
                    ?? throw GlueErrors.UnsupportedExpression(_text, $"partition key {name} of type {_keys[index].Type} cannot be compared"));
            }
        }

        throw GlueErrors.UnsupportedExpression(_text, $"{name} is not a partition key");
    }

    private bool IsLiteral() => Next.Kind is TokenKind.Text or TokenKind.Number
        || ((Next.Is("DATE") || Next.Is("TIMESTAMP")) && _tokens[_at + 1].Kind == TokenKind.Text);

    private IComparable Literal(PartitionKey key)
    {
        Require(IsLiteral());
        _at += Next.Kind == TokenKind.Word ? 1 : 0;
        var text = _tokens[_at++].Text;
        return KeyType.Read(key.Family, text)
            ?? throw GlueErrors.UnsupportedExpression(_text, $"'{text}' is no value of partition key {key.Name}");
    }

    private string Sign()
    {
        Require(Next.Kind == TokenKind.Sign);
        var sign = _tokens[_at++].Text;
        return sign switch
        {
            "==" => "=",
            "!=" => "<>",
            "=" or "<>" or "<" or "<=" or ">" or ">=" => sign,
            _ => throw GlueErrors.UnsupportedExpression(_text, $"'{sign}' compares nothing"),
        };
    }

    private bool TakeWord(string word)
    {
        var isNext = Next.Is(word);
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private bool TakeSign(string sign)
    {
        var isNext = Next.IsSign(sign);
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private void Require(bool holds)
    {
        if (!holds)
        {
            throw Unexpected();
        }
    }

    private Weir.Kernel.Core.ServiceException Unexpected() =>
        GlueErrors.UnsupportedExpression(_text, $"{Next.Text} is not expected there");
}
