using System.Text;

namespace Weir.Engines.Sql.Lexing;

/// <summary>Cuts a statement into tokens. Never fails on content: what it cannot read becomes an unrecognized token.</summary>
public sealed class Lexer
{
    private readonly string _text;
    private readonly LexerDialect _dialect;
    private int _next;
    private int _line = 1;
    private int _column = 1;

    private Lexer(string text, LexerDialect dialect)
    {
        _text = text;
        _dialect = dialect;
    }

    /// <summary>All tokens, the last of kind <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="SqlException">The text is longer than the dialect's limit.</exception>
    public static IReadOnlyList<Token> Tokenize(string text, LexerDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(dialect);
        if (text.Length > dialect.TextCharactersMax)
        {
            throw new SqlException(
                SqlErrorCode.QueryTextTooLarge,
                $"Query text length ({text.Length}) exceeds the maximum length ({dialect.TextCharactersMax})");
        }

        var lexer = new Lexer(text, dialect);
        var tokens = new List<Token>((text.Length / 4) + 2);
        Token token;
        do
        {
            token = lexer.Take();
            tokens.Add(token);
        }
        while (token.Kind != TokenKind.End);

        return tokens;
    }

    private Token Take()
    {
        SkipBlank();
        if (_next >= _text.Length)
        {
            return new(TokenKind.End, "", "", _text.Length, new(_line, _column));
        }

        var first = _text[_next];
        if (_dialect.PrefixedStrings && first is 'x' or 'X' && Peek(1) == '\'')
        {
            return Quoted(TokenKind.Binary, prefix: 1);
        }

        if (_dialect.PrefixedStrings && first is 'u' or 'U' && Peek(1) == '&' && Peek(2) == '\'')
        {
            return Quoted(TokenKind.UnicodeString, prefix: 2);
        }

        if (IsWordStart(first))
        {
            return Word();
        }

        if (char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(Peek(1))))
        {
            return Number();
        }

        return first switch
        {
            '\'' => Quoted(TokenKind.String, prefix: 0),
            '"' => Quoted(_dialect.DoubleQuoteIsString ? TokenKind.String : TokenKind.QuotedIdentifier, prefix: 0),
            '`' => Quoted(TokenKind.BackquotedIdentifier, prefix: 0),
            _ => Symbol(),
        };
    }

    private Token Word()
    {
        var end = _next + 1;
        while (end < _text.Length && IsWordPart(_text[end]))
        {
            end++;
        }

        var text = _text[_next..end];
        var upper = text.ToUpperInvariant();
        return Emit(_dialect.Reserved.Contains(upper) ? TokenKind.Keyword : TokenKind.Word, text, upper);
    }

    private Token Number()
    {
        var end = _next;
        if (_text[end] == '0' && Peek(1) is 'x' or 'X' or 'b' or 'B' or 'o' or 'O' && char.IsAsciiHexDigit(Peek(2)))
        {
            end += 2;
            while (end < _text.Length && (char.IsAsciiHexDigit(_text[end]) || _text[end] == '_'))
            {
                end++;
            }

            return Emit(TokenKind.Integer, _text[_next..end]);
        }

        var kind = TokenKind.Integer;
        end = Digits(end);
        if (end < _text.Length && _text[end] == '.')
        {
            kind = TokenKind.Decimal;
            end = Digits(end + 1);
        }

        if (end < _text.Length && _text[end] is 'e' or 'E')
        {
            var power = end + 1;
            if (power < _text.Length && _text[power] is '+' or '-')
            {
                power++;
            }

            if (power < _text.Length && char.IsAsciiDigit(_text[power]))
            {
                kind = TokenKind.Double;
                end = Digits(power);
            }
        }

        if (_dialect.DigitIdentifiers && kind == TokenKind.Integer && end < _text.Length && IsWordPart(_text[end]))
        {
            while (end < _text.Length && IsWordPart(_text[end]))
            {
                end++;
            }

            kind = TokenKind.DigitIdentifier;
        }

        return Emit(kind, _text[_next..end]);
    }

    private Token Quoted(TokenKind kind, int prefix)
    {
        var start = _next + prefix;
        var quote = _text[start];
        var escapes = _dialect.BackslashEscapes && kind == TokenKind.String;
        var value = new StringBuilder();
        var at = start + 1;
        while (at < _text.Length)
        {
            var letter = _text[at];
            if (letter == quote)
            {
                if (at + 1 < _text.Length && _text[at + 1] == quote)
                {
                    value.Append(quote);
                    at += 2;
                    continue;
                }

                return Emit(kind, _text[_next..(at + 1)], value.ToString());
            }

            if (escapes && letter == '\\' && at + 1 < _text.Length)
            {
                at = Unescape(at, value);
                continue;
            }

            value.Append(letter);
            at++;
        }

        return Emit(TokenKind.Unrecognized, _text.Substring(_next, 1));
    }

    /// <summary>Reads a backslash escape as Hive does; returns the offset after it.</summary>
    private int Unescape(int at, StringBuilder value)
    {
        var letter = _text[at + 1];
        if (letter == 'u' && at + 5 < _text.Length
            && ushort.TryParse(_text.AsSpan(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
        {
            value.Append((char)code);
            return at + 6;
        }

        if (at + 3 < _text.Length && letter is '0' or '1' && IsOctal(_text[at + 2]) && IsOctal(_text[at + 3]))
        {
            value.Append((char)(((letter - '0') * 64) + ((_text[at + 2] - '0') * 8) + (_text[at + 3] - '0')));
            return at + 4;
        }

        _ = letter switch
        {
            '0' => value.Append('\0'),
            'b' => value.Append('\b'),
            'n' => value.Append('\n'),
            'r' => value.Append('\r'),
            't' => value.Append('\t'),
            'Z' => value.Append('\u001a'),
            '%' or '_' => value.Append('\\').Append(letter),
            _ => value.Append(letter),
        };
        return at + 2;
    }

    private Token Symbol()
    {
        var best = "";
        foreach (var symbol in _dialect.Symbols)
        {
            if (symbol.Length > best.Length && string.CompareOrdinal(_text, _next, symbol, 0, symbol.Length) == 0)
            {
                best = symbol;
            }
        }

        if (best.Length > 0)
        {
            return Emit(TokenKind.Symbol, best);
        }

        var length = char.IsHighSurrogate(_text[_next]) && char.IsLowSurrogate(Peek(1)) ? 2 : 1;
        return Emit(TokenKind.Unrecognized, _text.Substring(_next, length));
    }

    private void SkipBlank()
    {
        while (_next < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_next]))
            {
                Advance(1);
            }
            else if (StartsLineComment())
            {
                while (_next < _text.Length && _text[_next] is not '\n' and not '\r')
                {
                    Advance(1);
                }
            }
            else if (_dialect.BlockComments && _text[_next] == '/' && Peek(1) == '*')
            {
                var close = _text.IndexOf("*/", _next + 2, StringComparison.Ordinal);
                if (close < 0)
                {
                    return;
                }

                Advance(close + 2 - _next);
            }
            else
            {
                return;
            }
        }
    }

    private bool StartsLineComment()
    {
        foreach (var start in _dialect.LineComments)
        {
            if (string.CompareOrdinal(_text, _next, start, 0, start.Length) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private Token Emit(TokenKind kind, string text, string? value = null)
    {
        var token = new Token(kind, text, value ?? text, _next, new(_line, _column));
        Advance(text.Length);
        return token;
    }

    private void Advance(int length)
    {
        for (var end = _next + length; _next < end; _next++)
        {
            if (_text[_next] == '\n')
            {
                _line++;
                _column = 1;
            }
            else if (!char.IsLowSurrogate(_text[_next]))
            {
                _column++;
            }
        }
    }

    private int Digits(int at)
    {
        while (at < _text.Length && (char.IsAsciiDigit(_text[at])
            || (_text[at] == '_' && at > _next && char.IsAsciiDigit(_text[at - 1]) && at + 1 < _text.Length && char.IsAsciiDigit(_text[at + 1]))))
        {
            at++;
        }

        return at;
    }

    private char Peek(int ahead) => _next + ahead < _text.Length ? _text[_next + ahead] : '\0';

    private bool IsWordStart(char letter) =>
        letter == '_' || char.IsLetter(letter) || _dialect.WordStartExtra.Contains(letter, StringComparison.Ordinal);

    private bool IsWordPart(char letter) =>
        letter == '_' || char.IsLetterOrDigit(letter) || _dialect.WordExtra.Contains(letter, StringComparison.Ordinal);

    private static bool IsOctal(char letter) => letter is >= '0' and <= '7';
}
