using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Domain.Expressions;

/// <summary>The filter of GetPartitions, parsed for a table's partition keys.</summary>
/// <remarks>
/// Precedence as in SQL: NOT binds before AND, AND before OR. Values compare by their key's type. Names, literals, AND and OR may stand in
/// parentheses of their own. Hive's default partition equals nothing; <c>IS NULL</c> finds nothing, as in AWS: no value of a partition is NULL.
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
        while (TakeWord("OR") || TakeEnclosed("OR"))
        {
            left = new ExpressionNode.Or(left, Conjunction());
        }

        _depth--;
        return left;
    }

    private ExpressionNode Conjunction()
    {
        var left = Negation();
        while (TakeWord("AND") || TakeEnclosed("AND"))
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
        if (!IsOperand() && TakeSign("("))
        {
            var inner = Disjunction();
            Require(TakeSign(")"));
            return inner;
        }

        if (IsLiteral(Inner()))
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
            if (key.Family != KeyFamily.Text)
            {
                throw GlueErrors.Invalid($"{KeyType.Name(key.Family)} data type doesn't support operation 'LIKE'");
            }

            var open = Open();
            Require(Next.Kind == TokenKind.Text);
            var pattern = _tokens[_at++].Text;
            Close(open);
            return Negate(new ExpressionNode.Like(key, pattern), isNegated);
        }

        if (TakeWord("BETWEEN"))
        {
            var low = Literal(key);
            Require(TakeWord("AND") || TakeEnclosed("AND"));
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
        var open = Open();
        _at += Next.Kind == TokenKind.Word ? 2 : 1;
        Close(open);
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
        var open = Open();
        Require(Next.Kind is TokenKind.Word or TokenKind.Name);
        var name = _tokens[_at++].Text;
        Close(open);
        for (var index = 0; index < _keys.Count; index++)
        {
            if (_keys[index].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return new(name, index, KeyType.Of(_keys[index].Type) ?? throw GlueErrors.Invalid($"Unknown type : '{_keys[index].Type}'"));
            }
        }

        throw GlueErrors.ForeignExpression();
    }

    /// <summary>The first token behind the parentheses that open here.</summary>
    private int Inner()
    {
        var at = _at;
        while (_tokens[at].IsSign("("))
        {
            at++;
        }

        return at;
    }

    /// <summary>A name or a literal whose parentheses hold nothing else.</summary>
    private bool IsOperand()
    {
        var at = Inner();
        var open = at - _at;
        at += IsLiteral(at) && _tokens[at].Kind == TokenKind.Word ? 2 : 1;
        while (open > 0 && at < _tokens.Count && _tokens[at].IsSign(")"))
        {
            at++;
            open--;
        }

        return open == 0;
    }

    private bool IsLiteral(int at) => _tokens[at].Kind is TokenKind.Text or TokenKind.Number
        || ((_tokens[at].Is("DATE") || _tokens[at].Is("TIMESTAMP")) && _tokens[at + 1].Kind == TokenKind.Text);

    private IComparable Literal(PartitionKey key)
    {
        var open = Open();
        Require(IsLiteral(_at));
        _at += Next.Kind == TokenKind.Word ? 1 : 0;
        var text = _tokens[_at++].Text;
        Close(open);
        return KeyType.Literal(key.Family, text) ?? throw GlueErrors.Invalid(KeyType.Unreadable(key.Family, text));
    }

    private int Open()
    {
        var open = Inner() - _at;
        _at += open;
        return open;
    }

    private void Close(int open)
    {
        for (; open > 0; open--)
        {
            Require(TakeSign(")"));
        }
    }

    /// <summary>A word alone in parentheses: <c>(OR)</c>.</summary>
    private bool TakeEnclosed(string word)
    {
        var at = Inner();
        if (at == _at || !_tokens[at].Is(word) || !_tokens[at + 1].IsSign(")"))
        {
            return false;
        }

        var open = Open();
        _at++;
        Close(open);
        return true;
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
