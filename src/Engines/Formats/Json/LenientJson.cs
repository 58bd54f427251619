using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Engines.Formats.Json;

/// <summary>
/// What the OpenX reader takes for JSON: keys and values without quotes or in single ones, <c>=</c> and <c>=&gt;</c> for <c>:</c>, <c>;</c> for
/// <c>,</c>, items left out, comments; and makes JSON of it. Whatever follows the value is dropped.
/// </summary>
internal ref struct LenientJson
{
    public const int DepthMax = 128;

    private static readonly SearchValues<char> LiteralEnds = SearchValues.Create(" \r\n\t\f{}[]/\\:,=;#");

    private readonly ReadOnlySpan<char> _text;
    private readonly Utf8JsonWriter _output;
    private int _at;

    private LenientJson(ReadOnlySpan<char> text, Utf8JsonWriter output)
    {
        _text = text;
        _output = output;
    }

    /// <exception cref="JsonException">It is none.</exception>
    public static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> line)
    {
        var buffer = new ArrayBufferWriter<byte>(line.Length + 64);
        using (var writer = new Utf8JsonWriter(buffer, new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            new LenientJson(Encoding.UTF8.GetString(line), writer).Value(0);
        }

        return buffer.WrittenSpan;
    }

    private void Value(int depth)
    {
        var next = depth > DepthMax ? throw Error("Nested too deep") : Next();
        switch (next)
        {
            case '{':
                Object(depth);
                break;
            case '[':
                Array(depth);
                break;
            case '"' or '\'':
                _output.WriteStringValue(Quoted((char)next));
                break;
            case -1:
                throw Error("End of input");
            default:
                _at--;
                Literal(Word());
                break;
        }
    }

    private void Object(int depth)
    {
        _output.WriteStartObject();
        var next = Next();
        if (next != '}')
        {
            _at -= next < 0 ? 0 : 1;
            do
            {
                Key();
                next = Next();
                if (next is not (':' or '='))
                {
                    throw Error("Expected a ':' after a key");
                }

                _at += next == '=' && _at < _text.Length && _text[_at] == '>' ? 1 : 0;
                Value(depth + 1);
                next = Next();
            }
            while (next is ',' or ';');
        }

        if (next != '}')
        {
            throw Error("Unterminated object");
        }

        _output.WriteEndObject();
    }

    private void Key()
    {
        var next = Next();
        if (next is '"' or '\'')
        {
            _output.WritePropertyName(Quoted((char)next));
            return;
        }

        if (next is -1 or '{' or '[')
        {
            throw Error("A key must be a text");
        }

        _at--;
        var word = Word();
        _output.WritePropertyName(word.Equals("null", StringComparison.OrdinalIgnoreCase) ? throw Error("A key is null") : word);
    }

    private void Array(int depth)
    {
        _output.WriteStartArray();
        var isSeparated = false;
        while (true)
        {
            var next = Next();
            if (next == ']')
            {
                if (isSeparated)
                {
                    _output.WriteNullValue();
                }

                break;
            }

            if (next is ',' or ';')
            {
                _output.WriteNullValue();
                isSeparated = true;
                continue;
            }

            _at -= next < 0 ? throw Error("Unterminated array") : 1;
            Value(depth + 1);
            next = Next();
            if (next == ']')
            {
                break;
            }

            isSeparated = next is ',' or ';' ? true : throw Error("Unterminated array");
        }

        _output.WriteEndArray();
    }

    /// <summary>What has no quotes: a number in digits of any kind, a truth, null, else a text.</summary>
    private readonly void Literal(string word)
    {
        if (word.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            _output.WriteNullValue();
        }
        else if (bool.TryParse(word, out var flag))
        {
            _output.WriteBooleanValue(flag);
        }
        else if (word.Length > 1 && word[0] == '0' && !word.AsSpan().ContainsAnyExceptInRange('0', '7') && TryOctal(word, out var number))
        {
            _output.WriteNumberValue(number);
        }
        else if (word.Length > 2 && word[0] == '0' && word[1] is 'x' or 'X'
            && long.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number >= 0)
        {
            _output.WriteNumberValue(number);
        }
        else if (char.IsAsciiDigit(word[^1]) && Encoding.UTF8.GetBytes(word) is var bytes && JsonCanon.IsNumber(bytes))
        {
            var plain = JsonCanon.Number(bytes);
            _output.WriteRawValue(plain, skipInputValidation: true);
        }
        else
        {
            _output.WriteStringValue(word);
        }
    }

    private static bool TryOctal(string word, out long number)
    {
        number = 0;
        foreach (var digit in word)
        {
            if (number > long.MaxValue / 8)
            {
                return false;
            }

            number = (number * 8) + digit - '0';
        }

        return true;
    }

    private string Word()
    {
        var length = _text[_at..].IndexOfAny(LiteralEnds);
        var word = length < 0 ? _text[_at..] : _text.Slice(_at, length);
        _at += word.Length;
        return word.IsEmpty ? throw Error("Expected a value") : word.ToString();
    }

    private string Quoted(char quote)
    {
        var text = new StringBuilder();
        while (true)
        {
            var length = _text[_at..].IndexOfAny(quote, '\\');
            if (length < 0)
            {
                throw Error("Unterminated string");
            }

            text.Append(_text.Slice(_at, length));
            _at += length + 1;
            if (_text[_at - 1] == quote)
            {
                return text.ToString();
            }

            text.Append(Escape());
        }
    }

    private char Escape()
    {
        if (_at == _text.Length)
        {
            throw Error("Unterminated escape sequence");
        }

        var letter = _text[_at++];
        switch (letter)
        {
            case 'u':
                if (_at + 4 > _text.Length || !ushort.TryParse(_text.Slice(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                {
                    throw Error("Invalid escape sequence");
                }

                _at += 4;
                return (char)code;
            default:
                var index = "tbnrfav".IndexOf(letter, StringComparison.Ordinal);
                return index < 0 ? letter : "\t\b\n\r\f\a\t"[index];
        }
    }

    /// <summary>The next character that is no blank and no comment's; -1 at the end.</summary>
    private int Next()
    {
        while (_at < _text.Length)
        {
            var next = _text[_at++];
            switch (next)
            {
                case ' ' or '\t' or '\r' or '\n':
                    break;
                case '#':
                    SkipLine();
                    break;
                case '/' when _at < _text.Length && _text[_at] == '/':
                    SkipLine();
                    break;
                case '/' when _at < _text.Length && _text[_at] == '*':
                    var end = _text[(_at + 1)..].IndexOf("*/");
                    _at += end < 0 ? throw Error("Unterminated comment") : end + 3;
                    break;
                default:
                    return next;
            }
        }

        return -1;
    }

    private void SkipLine()
    {
        var end = _text[_at..].IndexOfAny('\r', '\n');
        _at = end < 0 ? _text.Length : _at + end + 1;
    }

    private readonly JsonException Error(string what) => new($"{what} at character {_at}");
}
