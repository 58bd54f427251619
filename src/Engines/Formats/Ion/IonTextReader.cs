using System.Globalization;
using System.Numerics;
using System.Text;
using Weir.Engines.Formats.Text;

namespace Weir.Engines.Formats.Ion;

/// <summary>Ion's text encoding, version 1.0. One thread.</summary>
internal sealed class IonTextReader(Stream source) : IonReader
{
    private byte[] _buffer = new byte[64 << 10];
    private int _at, _end;
    private bool _isLast;

    public override bool TryRead(out object? value)
    {
        while (true)
        {
            var start = _at;
            try
            {
                SkipBlank();
                if (_at == _end)
                {
                    if (_isLast)
                    {
                        value = null;
                        return false;
                    }

                    throw new NeedsMore();
                }

                start = _at;
                value = Value(0);
                // A number or a name may go on in what was not read yet.
                if (_at == _end && !_isLast)
                {
                    throw new NeedsMore();
                }

                if (value is string and "$ion_1_0")
                {
                    continue;
                }

                return true;
            }
            catch (NeedsMore) when (!_isLast)
            {
                _at = start;
                Fill();
            }
            catch (NeedsMore)
            {
                throw Damaged("its end within a value");
            }
        }
    }

    public override void Dispose() => source.Dispose();

    private void Fill()
    {
        _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
        (_at, _end) = (0, _end - _at);
        if (_end == _buffer.Length)
        {
            if (_buffer.Length > ValueBytesMax)
            {
                throw Damaged("a value that is too long");
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var count = source.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _isLast = count == 0;
    }

    private object? Value(int depth)
    {
        if (depth > DepthMax)
        {
            throw Damaged("values nested too deep");
        }

        while (true)
        {
            SkipBlank();
            var (value, isSymbol) = Plain(depth);
            if (!isSymbol)
            {
                return value;
            }

            SkipBlank();
            if (_at + 1 < _end && _buffer[_at] == ':' && _buffer[_at + 1] == ':')
            {
                _at += 2;
                continue; // that was an annotation
            }

            return value;
        }
    }

    private (object? Value, bool IsSymbol) Plain(int depth)
    {
        switch ((char)Peek())
        {
            case '{':
                _at++;
                if (Peek() == '{')
                {
                    _at++;
                    return (Lob(), false);
                }

                return (Struct(depth), false);
            case '[':
                _at++;
                return (Items(']', depth, hasCommas: true), false);
            case '(':
                _at++;
                return (Items(')', depth, hasCommas: false), false);
            case '"':
                _at++;
                return (Quoted('"'), false);
            case '\'':
                if (IsLong())
                {
                    return (LongText(), false);
                }

                _at++;
                return (Quoted('\''), true);
            default:
                return Word();
        }
    }

    private IonStruct Struct(int depth)
    {
        var members = new List<KeyValuePair<string, object?>>();
        for (SkipBlank(); Peek() != '}'; SkipBlank())
        {
            var name = Peek() == '"' || Peek() == '\'' ? (string)Plain(depth).Value! : Token();
            SkipBlank();
            Take(':');
            members.Add(new(name, Value(depth + 1)));
            SkipBlank();
            if (Peek() != '}')
            {
                Take(',');
            }
        }

        _at++;
        return new(members);
    }

    private object?[] Items(char end, int depth, bool hasCommas)
    {
        var items = new List<object?>();
        for (SkipBlank(); Peek() != end; SkipBlank())
        {
            items.Add(Value(depth + 1));
            SkipBlank();
            if (hasCommas && Peek() != end)
            {
                Take(',');
            }
        }

        _at++;
        return [.. items];
    }

    /// <summary>Numbers, times, names, null and its like, operators.</summary>
    private (object? Value, bool IsSymbol) Word()
    {
        var token = Token();
        if (token.Length == 0)
        {
            throw Damaged($"a character that begins nothing: {(char)Peek()}");
        }

        var isNumber = char.IsAsciiDigit(token[0]) || (token[0] == '-' && token.Length > 1 && char.IsAsciiDigit(token[1]));
        if (isNumber)
        {
            return (Number(token), false);
        }

        return token switch
        {
            "true" => (true, false),
            "false" => (false, false),
            "nan" => (double.NaN, false),
            "+inf" => (double.PositiveInfinity, false),
            "-inf" => (double.NegativeInfinity, false),
            "null" => (null, false),
            _ when token.StartsWith("null.", StringComparison.Ordinal) => (IonNull.Of(token["null.".Length..]), false),
            _ => (token, true),
        };
    }

    private static object Number(string token)
    {
        var plain = token.Replace("_", "", StringComparison.Ordinal);
        var isNegative = plain[0] == '-';
        var digits = isNegative ? plain[1..] : plain;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || digits.StartsWith("0b", StringComparison.OrdinalIgnoreCase))
        {
            var style = char.ToLowerInvariant(digits[1]) == 'x' ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowBinarySpecifier;
            return BigInteger.TryParse("0" + digits[2..], style, CultureInfo.InvariantCulture, out var number)
                ? isNegative ? -number : number
                : throw Damaged($"a number that is none: {token}");
        }

        if (digits.Length > 4 && digits[4] is '-' or 'T' && !isNegative && digits.Take(4).All(char.IsAsciiDigit))
        {
            return Time(token);
        }

        if (digits.AsSpan().IndexOfAny('e', 'E') >= 0)
        {
            return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : throw Damaged($"a number that is none: {token}");
        }

        if (digits.AsSpan().IndexOfAny('.', 'd', 'D') < 0)
        {
            return BigInteger.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : throw Damaged($"a number that is none: {token}");
        }

        var parts = plain.Split('d', 'D');
        var exponent = 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : parts[0].Length - point - 1;
        return parts.Length <= 2 && (parts.Length < 2 || (int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) && Math.Abs(exponent) < 10_000))
            && BigInteger.TryParse(parts[0].Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled)
            ? new IonDecimal(unscaled, scale - exponent)
            : throw Damaged($"a number that is none: {token}");
    }

    private static IonTimestamp Time(string token)
    {
        // 2026T and 2026-01T are whole years and months.
        var text = token.EndsWith('T') ? token[..^1] : token;
        text = text.Length switch { 4 => text + "-01-01", 7 => text + "-01", _ => text };
        return HiveTimes.TryTimestamp(Encoding.ASCII.GetBytes(text.Replace("-00:00", "Z", StringComparison.Ordinal)), TimeForm.Any, out var micros)
            ? new(DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond), 0)
            : throw Damaged($"a time that does not exist: {token}");
    }

    private string Token()
    {
        var start = _at;
        while (_at < _end && !" \t\r\n\v\f{}[](),\"'"u8.Contains(_buffer[_at]) && !(_buffer[_at] == ':' && !IsTime(start)) && !IsComment())
        {
            _at++;
        }

        return _at == _end && !_isLast ? throw new NeedsMore() : Encoding.UTF8.GetString(_buffer, start, _at - start);
    }

    /// <summary>A colon after digits and a T is a time's.</summary>
    private bool IsTime(int start) => _at - start > 10 && char.IsAsciiDigit((char)_buffer[start]) && _buffer.AsSpan(start, _at - start).Contains((byte)'T');

    private bool IsComment() => _buffer[_at] == '/' && _at + 1 < _end && _buffer[_at + 1] is (byte)'/' or (byte)'*';

    private IonBytes Lob()
    {
        SkipBlank();
        IonBytes value;
        if (Peek() == '"' || Peek() == '\'')
        {
            var text = Peek() == '"' ? QuotedAfterMark() : LongText();
            value = new(Encoding.Latin1.GetBytes(text));
        }
        else
        {
            var base64 = new StringBuilder();
            while (Peek() != '}')
            {
                if (!char.IsWhiteSpace((char)Peek()))
                {
                    base64.Append((char)Peek());
                }

                _at++;
            }

            var bytes = new byte[base64.Length];
            value = Convert.TryFromBase64String(base64.ToString(), bytes, out var count) ? new(bytes[..count]) : throw Damaged("a blob that is no base 64");
        }

        SkipBlank();
        Take('}');
        Take('}');
        return value;
    }

    private string QuotedAfterMark()
    {
        _at++;
        return Quoted('"');
    }

    private bool IsLong()
    {
        if (_at + 2 >= _end && !_isLast)
        {
            throw new NeedsMore();
        }

        return _at + 2 < _end && _buffer[_at + 1] == '\'' && _buffer[_at + 2] == '\'';
    }

    /// <summary>Texts between three quotes, which are joined when they follow each other.</summary>
    private string LongText()
    {
        var text = new StringBuilder();
        while (_at < _end && _buffer[_at] == '\'' && IsLong())
        {
            _at += 3;
            var bytes = new List<byte>();
            while (!(Peek() == '\'' && IsLong()))
            {
                Character(bytes);
            }

            _at += 3;
            text.Append(Encoding.UTF8.GetString([.. bytes]));
            SkipBlank();
        }

        return text.ToString();
    }

    private string Quoted(char quote)
    {
        var bytes = new List<byte>();
        while (Peek() != quote)
        {
            Character(bytes);
        }

        _at++;
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private void Character(List<byte> bytes)
    {
        var one = Next();
        if (one != '\\')
        {
            bytes.Add(one);
            return;
        }

        var escape = (char)Next();
        switch (escape)
        {
            case '\n':
                break;
            case '\r':
                _at += Peek() == '\n' ? 1 : 0;
                break;
            case 'x' or 'u' or 'U':
                var digits = escape switch { 'x' => 2, 'u' => 4, _ => 8 };
                var code = 0;
                for (var at = 0; at < digits; at++)
                {
                    var digit = (char)Next();
                    code = char.IsAsciiHexDigit(digit) ? (code << 4) | Convert.ToInt32(digit.ToString(), 16) : throw Damaged("an escape that is none");
                }

                bytes.AddRange(Rune.TryCreate(code, out var rune) ? Encoding.UTF8.GetBytes(rune.ToString()) : "\uFFFD"u8.ToArray());
                break;
            default:
                var index = "0abtnfrv?'\"/\\".IndexOf(escape, StringComparison.Ordinal);
                bytes.Add(index >= 0 ? (byte)"\0\a\b\t\n\f\r\v?'\"/\\"[index] : throw Damaged("an escape that is none"));
                break;
        }
    }

    private void SkipBlank()
    {
        while (_at < _end)
        {
            if (_buffer[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\v' or (byte)'\f')
            {
                _at++;
            }
            else if (_buffer[_at] == '/' && _at + 1 == _end && !_isLast)
            {
                throw new NeedsMore();
            }
            else if (IsComment())
            {
                var isLine = _buffer[_at + 1] == '/';
                var found = isLine ? _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n') : _buffer.AsSpan(_at + 2, _end - _at - 2).IndexOf("*/"u8);
                if (found < 0)
                {
                    if (!_isLast || !isLine)
                    {
                        throw new NeedsMore();
                    }

                    _at = _end;
                    return;
                }

                _at += isLine ? found + 1 : found + 4;
            }
            else
            {
                return;
            }
        }
    }

    private byte Peek() => _at < _end ? _buffer[_at] : throw new NeedsMore();

    private byte Next() => _at < _end ? _buffer[_at++] : throw new NeedsMore();

    private void Take(char wanted)
    {
        if (Peek() != wanted)
        {
            throw Damaged($"a {(char)Peek()} where a {wanted} belongs");
        }

        _at++;
    }

    /// <summary>The buffer ends within a value.</summary>
    private sealed class NeedsMore : Exception;
}
