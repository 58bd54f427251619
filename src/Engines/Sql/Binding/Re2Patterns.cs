using System.Text;

namespace Weir.Engines.Sql.Binding;

/// <summary>Which of Java's patterns mean the same to RE2, DuckDB's own engine and the faster one, and how RE2 writes them.</summary>
internal sealed class Re2Patterns
{
    private const int RepeatMax = 1000;
    private readonly string _pattern;
    private readonly StringBuilder _output = new();
    private int _at;

    private Re2Patterns(string pattern) => _pattern = pattern;

    /// <param name="Pattern">As RE2 writes it.</param>
    /// <param name="CanBeEmpty">It matches the empty text somewhere: engines differ in what follows.</param>
    /// <param name="HasEnd">It has a <c>$</c>, which for Java also stands before a last line feed.</param>
    /// <param name="HasOptional">A group may take no part in a match.</param>
    public sealed record Result(string Pattern, bool CanBeEmpty, bool HasEnd, bool HasOptional, int Groups)
    {
        /// <summary>The pattern without its only <c>$</c>, where that stands at the very end and belongs to all of it; else null.</summary>
        public string? BeforeEnd { get; init; }

        /// <summary>It begins with a <c>^</c> that belongs to all of it: there is one match at most.</summary>
        public bool IsAnchored { get; init; }
    }

    /// <summary>Null when RE2 cannot be trusted with it.</summary>
    public static Result? Translate(string pattern)
    {
        var reader = new Re2Patterns(pattern);
        try
        {
            if (pattern.StartsWith("(?i)", StringComparison.Ordinal))
            {
                reader._at = 4;
                reader._output.Append("(?i)");
            }

            var empty = reader.Alternatives(0);
            return reader._at == pattern.Length ? reader.Made(empty) : null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private Result Made(bool empty)
    {
        var text = _output.ToString();
        var start = text.StartsWith("(?i)", StringComparison.Ordinal) ? 4 : 0;
        return new(text, empty, _ends > 0, _hasOptional, _groups)
        {
            BeforeEnd = _ends == 1 && _endsLast && !_hasChoice ? text[..^1] : null,
            IsAnchored = !_hasChoice && text.AsSpan(start).StartsWith("^"),
        };
    }

    private int _ends;
    private bool _endsLast;
    private bool _hasChoice;
    private bool _hasOptional;
    private int _groups;

    private bool More => _at < _pattern.Length;

    private static NotSupportedException No() => new();

    private bool Alternatives(int depth)
    {
        var empty = Sequence(depth);
        while (More && _pattern[_at] == '|')
        {
            _output.Append('|');
            _at++;
            _hasOptional = true;
            _hasChoice |= depth == 0;
            empty |= Sequence(depth);
        }

        return empty;
    }

    private bool Sequence(int depth)
    {
        var empty = true;
        while (More && _pattern[_at] is not ('|' or ')'))
        {
            empty &= Repeated(depth);
        }

        return empty;
    }

    private bool Repeated(int depth)
    {
        var isGroup = _pattern[_at] == '(';
        var (empty, canRepeat) = Atom(depth);
        if (!More || _pattern[_at] is not ('*' or '+' or '?' or '{'))
        {
            return empty;
        }

        if (!canRepeat)
        {
            throw No();
        }

        var least = Quantifier();
        _hasOptional |= isGroup && least == 0;
        if (More && _pattern[_at] == '?')
        {
            _output.Append('?');
            _at++;
        }

        return More && _pattern[_at] is '+' or '*' or '{' ? throw No() : empty || least == 0;
    }

    private int Quantifier()
    {
        var letter = _pattern[_at];
        if (letter != '{')
        {
            _output.Append(letter);
            _at++;
            return letter == '+' ? 1 : 0;
        }

        var close = _pattern.IndexOf('}', _at);
        var parts = close < 0 ? [] : _pattern[(_at + 1)..close].Split(',');
        if (parts.Length is not (1 or 2) || !int.TryParse(parts[0], out var least) || least > RepeatMax
            || (parts.Length == 2 && parts[1].Length > 0 && (!int.TryParse(parts[1], out var most) || most > RepeatMax)))
        {
            throw No();
        }

        _output.Append(_pattern, _at, close - _at + 1);
        _at = close + 1;
        return least;
    }

    private (bool Empty, bool CanRepeat) Atom(int depth)
    {
        var letter = _pattern[_at];
        switch (letter)
        {
            case '(':
                return (Group(depth), true);
            case '[':
                Class();
                return (false, true);
            case '.':
                _at++;
                _output.Append("[^\\n]");
                return (false, true);
            case '^':
                _at++;
                _output.Append('^');
                return (true, false);
            case '$':
                _at++;
                _ends++;
                _endsLast = _at == _pattern.Length;
                _output.Append('$');
                return (true, false);
            case '\\':
                _output.Append(Escape(inClass: false));
                return (false, true);
            case '*' or '+' or '?' or '{' or '}' or ']':
                throw No();
            default:
                if (char.IsSurrogate(letter) || char.IsControl(letter))
                {
                    throw No();
                }

                _output.Append(letter);
                _at++;
                return (false, true);
        }
    }

    private bool Group(int depth)
    {
        if (depth > 50)
        {
            throw No();
        }

        if (_at + 1 < _pattern.Length && _pattern[_at + 1] == '?')
        {
            if (_at + 2 >= _pattern.Length || _pattern[_at + 2] != ':')
            {
                throw No();
            }

            _output.Append("(?:");
            _at += 3;
        }
        else
        {
            _groups++;
            _output.Append('(');
            _at++;
        }

        var empty = Alternatives(depth + 1);
        if (!More)
        {
            throw No();
        }

        _output.Append(')');
        _at++;
        return empty;
    }

    private string Escape(bool inClass)
    {
        if (_at + 1 >= _pattern.Length)
        {
            throw No();
        }

        var letter = _pattern[_at + 1];
        _at += 2;
        return letter switch
        {
            'd' => @"\p{Nd}",
            'w' => inClass ? @"\p{L}\p{Mn}\p{Nd}\p{Pc}" : @"[\p{L}\p{Mn}\p{Nd}\p{Pc}]",
            's' => inClass ? @"\t-\r\x{85}\p{Z}" : @"[\t-\r\x{85}\p{Z}]",
            'D' => @"\P{Nd}",
            'W' when !inClass => @"[^\p{L}\p{Mn}\p{Nd}\p{Pc}]",
            'S' when !inClass => @"[^\t-\r\x{85}\p{Z}]",
            't' or 'n' or 'r' or 'f' => "\\" + letter,
            _ when char.IsAscii(letter) && !char.IsLetterOrDigit(letter) && !char.IsControl(letter) => "\\" + letter,
            _ => throw No(),
        };
    }

    private void Class()
    {
        _output.Append('[');
        _at++;
        if (More && _pattern[_at] == '^')
        {
            _output.Append('^');
            _at++;
        }

        var first = true;
        while (More && (_pattern[_at] != ']' || first))
        {
            var letter = _pattern[_at];
            if (letter is '[' or ']' or '&' || char.IsSurrogate(letter) || char.IsControl(letter))
            {
                throw No();
            }

            first = false;
            if (letter == '\\')
            {
                _output.Append(Escape(inClass: true));
                continue;
            }

            _output.Append(letter);
            _at++;
        }

        if (!More)
        {
            throw No();
        }

        _output.Append(']');
        _at++;
    }
}
