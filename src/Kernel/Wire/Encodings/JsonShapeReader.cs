using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Weir.Kernel.Wire;

/// <summary>Reads shapes from JSON text in memory.</summary>
/// <remarks>
/// A tokenizer of our own, because blobs are decoded in place: base 64 is longer than its bytes, so a batch of records needs
/// no memory beside the body it came in. The body is changed by reading and belongs to this request alone.
/// </remarks>
internal sealed class JsonShapeReader(byte[] body, int length, MissingMembers missing) : PathReader(missing)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly SearchValues<byte> StringStops = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private int _at;

    public override void BeginStructure(ShapeSchema schema)
    {
        Expect((byte)'{', "an object");
        Push();
    }

    public override int NextMember(ShapeSchema schema)
    {
        while (NextItem((byte)'}'))
        {
            var name = ReadName();
            ref var frame = ref Top;
            var index = schema.IndexOf(name, frame.Hint);
            if (SkipNull())
            {
                continue;
            }

            if (index < 0)
            {
                SkipValue();
                continue;
            }

            frame.Hint = index + 1;
            frame.Member = schema.Members[index];
            return index;
        }

        Pop();
        return -1;
    }

    public override void BeginList(MemberSchema list)
    {
        Expect((byte)'[', "an array");
        Push();
    }

    public override bool NextElement(MemberSchema list)
    {
        if (!NextItem((byte)']'))
        {
            Pop();
            return false;
        }

        if (Peek() == 'n')
        {
            throw new MalformedMessageException($"A list may not hold null: {list.Name}");
        }

        return true;
    }

    public override void BeginMap(MemberSchema map)
    {
        Expect((byte)'{', "an object");
        Push();
    }

    public override bool NextEntry(MemberSchema map, out string key)
    {
        while (NextItem((byte)'}'))
        {
            key = Decode(ReadName());
            if (SkipNull())
            {
                continue;
            }

            Top.Key = key;
            return true;
        }

        Pop();
        key = "";
        return false;
    }

    public override string ReadString(MemberSchema member)
    {
        if (Peek() != '"')
        {
            throw Unexpected(member, "a string");
        }

        return Decode(ReadText());
    }

    public override int ReadInteger(MemberSchema member)
    {
        var value = ReadLong(member);
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Unexpected(member, "an integer of 32 bits");
    }

    public override long ReadLong(MemberSchema member)
    {
        var number = ReadNumber(member);
        if (Utf8Parser.TryParse(number, out long value, out var used) && used == number.Length)
        {
            return value;
        }

        // 3.0 and 1e3 are whole numbers too.
        return Utf8Parser.TryParse(number, out double real, out used) && used == number.Length
            && real == Math.Floor(real) && Math.Abs(real) < 9e15
            ? (long)real
            : throw Unexpected(member, "an integer");
    }

    public override double ReadDouble(MemberSchema member)
    {
        if (Peek() == '"')
        {
            return Decode(ReadText()) switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                _ => throw Unexpected(member, "a number"),
            };
        }

        var number = ReadNumber(member);
        return Utf8Parser.TryParse(number, out double value, out var used) && used == number.Length
            ? value
            : throw Unexpected(member, "a number");
    }

    public override bool ReadBoolean(MemberSchema member) =>
        TrySkip("true"u8) || (TrySkip("false"u8) ? false : throw Unexpected(member, "true or false"));

    public override DateTimeOffset ReadTimestamp(MemberSchema member)
    {
        if (Peek() == '"')
        {
            return TimestampText.TryParse(Decode(ReadText()), out var written) ? written : throw Unexpected(member, "a timestamp");
        }

        return TimestampText.OfSeconds(ReadDouble(member)) ?? throw Unexpected(member, "a timestamp");
    }

    public override ReadOnlyMemory<byte> ReadBlob(MemberSchema member)
    {
        if (Peek() != '"')
        {
            throw Unexpected(member, "a string in base 64");
        }

        var start = _at + 1;
        var text = ReadText();
        if (text.Length == 0)
        {
            return default;
        }

        // A text without escapes stands in the body itself; an unescaped copy goes back there, being shorter.
        text.CopyTo(body.AsSpan(start));
        return Base64.DecodeFromUtf8InPlace(body.AsSpan(start, text.Length), out var decoded) == OperationStatus.Done
            ? body.AsMemory(start, decoded)
            : throw Unexpected(member, "a string in base 64");
    }

    /// <summary>Fails when anything follows the value that was read.</summary>
    public void RequireEnd()
    {
        SkipSpace();
        if (_at < length)
        {
            throw new MalformedMessageException("The JSON text goes on after its end");
        }
    }

    /// <summary>Past the comma to the next item, or past the container's end.</summary>
    private bool NextItem(byte end)
    {
        ref var frame = ref Top;
        var next = Peek();
        if (next == end)
        {
            _at++;
            return false;
        }

        if (frame.Count > 0)
        {
            Expect((byte)',', "a comma");
        }

        frame.Count++;
        return true;
    }

    private ReadOnlySpan<byte> ReadName()
    {
        if (Peek() != '"')
        {
            throw Malformed("a name");
        }

        var name = ReadText();
        Expect((byte)':', "a colon");
        return name;
    }

    /// <summary>The text of a string, unescaped; in the body itself when nothing is escaped.</summary>
    private ReadOnlySpan<byte> ReadText()
    {
        var start = ++_at;
        var stop = body.AsSpan(start, length - start).IndexOfAny(StringStops);
        if (stop < 0)
        {
            throw Malformed("the end of a string");
        }

        _at = start + stop;
        if (body[_at] == '"')
        {
            return body.AsSpan(start, _at++ - start);
        }

        return JsonUnescape.Read(body.AsSpan(0, length), start, ref _at);
    }

    private ReadOnlySpan<byte> ReadNumber(MemberSchema member)
    {
        SkipSpace();
        var start = _at;
        while (_at < length && body[_at] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'+' or (byte)'.' or (byte)'e' or (byte)'E')
        {
            _at++;
        }

        return _at > start ? body.AsSpan(start, _at - start) : throw Unexpected(member, "a number");
    }

    private bool SkipNull() => Peek() == 'n' && (TrySkip("null"u8) ? true : throw Malformed("a value"));

    private bool TrySkip(ReadOnlySpan<byte> word)
    {
        SkipSpace();
        if (!body.AsSpan(_at, length - _at).StartsWith(word))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    /// <summary>Past one value of any kind, checking no more than that its brackets match.</summary>
    private void SkipValue()
    {
        var open = new Stack<byte>();
        do
        {
            switch (Peek())
            {
                case '"':
                    ReadText();
                    break;
                case '{' or '[':
                    if (open.Count + Depth >= WireLimits.NestingMax)
                    {
                        throw new MalformedMessageException($"The request is nested more than {WireLimits.NestingMax} levels deep");
                    }

                    open.Push(body[_at++] == '{' ? (byte)'}' : (byte)']');
                    break;
                case '}' or ']':
                    if (!open.TryPop(out var expected) || body[_at++] != expected)
                    {
                        throw Malformed("a value");
                    }

                    break;
                case ',' or ':':
                    if (open.Count == 0)
                    {
                        throw Malformed("a value");
                    }

                    _at++;
                    continue;
                default:
                    SkipWord();
                    break;
            }
        }
        while (open.Count > 0);
    }

    private void SkipWord()
    {
        var start = _at;
        while (_at < length && (char.IsAsciiLetterOrDigit((char)body[_at]) || body[_at] is (byte)'-' or (byte)'+' or (byte)'.'))
        {
            _at++;
        }

        if (_at == start)
        {
            throw Malformed("a value");
        }
    }

    private int Peek()
    {
        SkipSpace();
        return _at < length ? body[_at] : throw new MalformedMessageException("Unexpected end of the JSON text");
    }

    private void SkipSpace()
    {
        while (_at < length && body[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }

    private void Expect(byte character, string what)
    {
        if (Peek() != character)
        {
            throw Malformed(what);
        }

        _at++;
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedMessageException("The JSON text is not UTF-8");
        }
    }

    private MalformedMessageException Malformed(string expected) =>
        new($"Unexpected character at byte {_at} of the JSON text: expected {expected}");

    private MalformedMessageException Unexpected(MemberSchema member, string expected) =>
        new($"The value of {member.Name} at byte {_at} is not {expected}");
}
