using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Weir.Engines.Sql.Json;

/// <summary>Reads SQL/JSON paths. Any text gives a path or an <see cref="SqlException"/>.</summary>
internal sealed class PathParser
{
    private const int DepthMax = 200;
    private const int ChainMax = 1_000;

    /// <summary>How often a parenthesis may be read a second time.</summary>
    private const int RetriesMax = 100;

    private static readonly string[] Methods = ["double", "ceiling", "floor", "abs", "keyvalue", "size", "type"];

    private readonly string _text;
    private int _next;
    private int _depth;
    private int _retries;
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);

    private PathParser(string text) => _text = text;

    public static JsonPath Parse(string text)
    {
        var parser = new PathParser(text);
        var lax = parser.Word("lax");
        if (!lax && !parser.Word("strict"))
        {
            throw parser.Wrong("expecting {'lax', 'strict'}");
        }

        var root = parser.Expression();
        parser.Blanks();
        return parser._next == text.Length ? new(lax, root) { Variables = [.. parser._variables] } : throw parser.Wrong("expecting <EOF>");
    }

    private PathNode Expression()
    {
        Enter();
        var left = Product();
        for (var length = 0; ; length++)
        {
            Chain(length);
            var sign = Take('+') ? '+' : Take('-') ? '-' : ' ';
            if (sign == ' ')
            {
                _depth--;
                return left;
            }

            left = new PathArithmetic(sign, left, Product());
        }
    }

    private PathNode Product()
    {
        var left = Signed();
        for (var length = 0; ; length++)
        {
            Chain(length);
            var sign = Take('*') ? '*' : Take('/') ? '/' : Take('%') ? '%' : ' ';
            if (sign == ' ')
            {
                return left;
            }

            left = new PathArithmetic(sign, left, Signed());
        }
    }

    private PathNode Signed()
    {
        var minus = Take('-');
        if (!minus && !Take('+'))
        {
            return Accessors();
        }

        Enter();
        var operand = Signed();
        _depth--;
        return new PathSign(minus, operand);
    }

    private PathNode Accessors()
    {
        var node = Primary();
        for (var length = 0; ; length++)
        {
            Chain(length);
            if (Take('['))
            {
                node = Elements(node);
            }
            else if (Take('?'))
            {
                Expect('(');
                node = new PathFilter(node, Test());
                Expect(')');
            }
            else if (Take('.'))
            {
                node = Member(node);
            }
            else
            {
                return node;
            }
        }
    }

    private PathNode Member(PathNode node)
    {
        if (Take('*'))
        {
            return new PathMember(node, null);
        }

        if (_next < _text.Length && _text[_next] == '.')
        {
            _next++;
            return new PathDescendant(node, Key());
        }

        Blanks();
        var quoted = _next < _text.Length && _text[_next] == '"';
        var key = Key();
        if (quoted || !Take('('))
        {
            return new PathMember(node, key);
        }

        if (!Methods.Contains(key))
        {
            throw key == "datetime"
                ? new SqlException(SqlErrorCode.NotSupported, "datetime method in JSON path is not supported")
                : Wrong($"unknown method {key}");
        }

        Expect(')');
        return new PathMethod(node, key);
    }

    private PathElements Elements(PathNode node)
    {
        if (Take('*'))
        {
            Expect(']');
            return new(node, []);
        }

        var places = ImmutableArray.CreateBuilder<(PathNode, PathNode?)>();
        do
        {
            var from = Expression();
            places.Add((from, Word("to") ? Expression() : null));
        }
        while (Take(','));
        Expect(']');
        return new(node, places.ToImmutable());
    }

    private PathNode Primary()
    {
        Blanks();
        if (_next >= _text.Length)
        {
            throw Wrong("unexpected <EOF>");
        }

        var letter = _text[_next];
        if (letter == '$')
        {
            _next++;
            if (_next >= _text.Length || !IsName(_text[_next]))
            {
                return new PathContext();
            }

            var name = Name();
            _variables.Add(name);
            return new PathVariable(name);
        }

        if (Take('@'))
        {
            return new PathCurrent();
        }

        if (Take('('))
        {
            var inner = Expression();
            Expect(')');
            return inner;
        }

        if (letter == '"')
        {
            return new PathLiteral(new JsonText(Quoted()));
        }

        if (char.IsAsciiDigit(letter) || letter == '.')
        {
            return Number();
        }

        return Name() switch
        {
            "true" => new PathLiteral(new JsonTruth(true)),
            "false" => new PathLiteral(new JsonTruth(false)),
            "null" => new PathLiteral(new JsonNull()),
            "last" => new PathLast(),
            var other => throw Wrong($"unexpected '{other}'"),
        };
    }

    private PathLiteral Number()
    {
        var start = _next;
        while (_next < _text.Length && (char.IsAsciiDigit(_text[_next]) || _text[_next] == '.'))
        {
            _next++;
        }

        var exponent = _next < _text.Length && _text[_next] is 'e' or 'E';
        if (exponent)
        {
            _next += _next + 1 < _text.Length && _text[_next + 1] is '+' or '-' ? 2 : 1;
            while (_next < _text.Length && char.IsAsciiDigit(_text[_next]))
            {
                _next++;
            }
        }

        var text = _text[start.._next];
        if (!exponent && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact))
        {
            return new(new JsonNumber(exact));
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new(new JsonNumber(null, value))
            : throw Wrong($"invalid number {text}");
    }

    private PathTest Test()
    {
        Enter();
        var left = Conjunction();
        for (var length = 0; Take("||"); length++)
        {
            Chain(length);
            left = new PathLogic(false, left, Conjunction());
        }

        _depth--;
        return left;
    }

    private PathTest Conjunction()
    {
        var left = Condition();
        for (var length = 0; Take("&&"); length++)
        {
            Chain(length);
            left = new PathLogic(true, left, Condition());
        }

        return left;
    }

    private PathTest Condition()
    {
        if (_text.AsSpan(Math.Min(Skipped(), _text.Length)) is ['!', not '=', ..] && Take('!'))
        {
            Enter();
            var negated = new PathNot(Condition());
            _depth--;
            return negated;
        }

        var (start, depth) = (_next, _depth);
        if (Word("exists"))
        {
            Expect('(');
            var path = Expression();
            Expect(')');
            return new PathExists(path);
        }

        // A parenthesis may hold a condition or the beginning of a path: the condition is tried first.
        if (Take('('))
        {
            try
            {
                var inner = Test();
                Expect(')');
                if (Word("is"))
                {
                    return Word("unknown") ? new PathIsUnknown(inner) : throw Wrong("expecting 'unknown'");
                }

                return inner;
            }
            catch (SqlException problem) when (problem.Code == SqlErrorCode.InvalidPath && _retries++ < RetriesMax)
            {
                (_next, _depth) = (start, depth);
            }
        }

        var left = Expression();
        foreach (var symbol in (ReadOnlySpan<string>)["==", "<>", "!=", "<=", ">=", "<", ">"])
        {
            if (Take(symbol))
            {
                return new PathCompare(symbol, left, Expression());
            }
        }

        if (Word("starts"))
        {
            return Word("with") ? new PathStartsWith(left, Expression()) : throw Wrong("expecting 'with'");
        }

        throw Word("like_regex")
            ? new SqlException(SqlErrorCode.NotSupported, "like_regex predicate in JSON path is not supported")
            : Wrong("expecting a comparison");
    }

    private string Key()
    {
        Blanks();
        return _next < _text.Length && _text[_next] == '"' ? Quoted() : Name();
    }

    private string Name()
    {
        var start = _next;
        while (_next < _text.Length && IsName(_text[_next]))
        {
            _next++;
        }

        return _next > start && !char.IsAsciiDigit(_text[start]) ? _text[start.._next] : throw Wrong("expecting a name");
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        for (_next++; _next < _text.Length; _next++)
        {
            if (_text[_next] != '"')
            {
                value.Append(_text[_next]);
            }
            else if (_next + 1 < _text.Length && _text[_next + 1] == '"')
            {
                value.Append('"');
                _next++;
            }
            else
            {
                _next++;
                return value.ToString();
            }
        }

        throw Wrong("the string is not closed");
    }

    private static bool IsName(char letter) => letter == '_' || char.IsLetterOrDigit(letter);

    private int Skipped()
    {
        Blanks();
        return _next;
    }

    private void Blanks()
    {
        while (_next < _text.Length && char.IsWhiteSpace(_text[_next]))
        {
            _next++;
        }
    }

    private char? Symbol(char letter)
    {
        Blanks();
        return _next < _text.Length && _text[_next] == letter ? letter : null;
    }

    private bool Take(char letter)
    {
        if (Symbol(letter) is null)
        {
            return false;
        }

        _next++;
        return true;
    }

    private bool Take(string symbol)
    {
        Blanks();
        if (string.CompareOrdinal(_text, _next, symbol, 0, symbol.Length) != 0)
        {
            return false;
        }

        _next += symbol.Length;
        return true;
    }

    private bool Word(string word)
    {
        Blanks();
        var end = _next + word.Length;
        if (string.CompareOrdinal(_text, _next, word, 0, word.Length) != 0 || (end < _text.Length && IsName(_text[end])))
        {
            return false;
        }

        _next = end;
        return true;
    }

    private void Expect(char letter)
    {
        if (!Take(letter))
        {
            throw Wrong($"expecting '{letter}'");
        }
    }

    private void Enter()
    {
        if (++_depth > DepthMax)
        {
            throw Wrong("it nests too deeply");
        }
    }

    private void Chain(int length)
    {
        if (length >= ChainMax)
        {
            throw Wrong("it is too long");
        }
    }

    private SqlException Wrong(string what) =>
        new(SqlErrorCode.InvalidPath, string.Create(CultureInfo.InvariantCulture, $"invalid JSON path at character {_next + 1}: {what}"));
}
