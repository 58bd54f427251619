using System.Buffers.Binary;
using System.Text;

namespace Weir.Kernel.Wire;

/// <summary>Reads shapes from CBOR (RFC 8949) in memory, as Kinesis clients send it: <c>application/x-amz-cbor-1.1</c>.</summary>
/// <remarks>Byte strings are slices of the body. Every length is compared with what is left before anything is allocated.</remarks>
internal sealed class CborShapeReader(ReadOnlyMemory<byte> body, MissingMembers missing) : PathReader(missing)
{
    private const byte Break = 0xFF;
    private const long Indefinite = -1;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private int _at;
    private int _lastInfo;

    private ReadOnlySpan<byte> Rest => body.Span[_at..];

    public override void BeginStructure(ShapeSchema schema) => BeginContainer(CborType.Map, schema.Name);

    public override int NextMember(ShapeSchema schema)
    {
        while (NextItem())
        {
            var name = ReadText("a member's name").Span;
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

    public override void BeginList(MemberSchema list) => BeginContainer(CborType.Array, list.Name);

    public override bool NextElement(MemberSchema list)
    {
        if (!NextItem())
        {
            Pop();
            return false;
        }

        return SkipNull() ? throw new MalformedMessageException($"A list may not hold null: {list.Name}") : true;
    }

    public override void BeginMap(MemberSchema map) => BeginContainer(CborType.Map, map.Name);

    public override bool NextEntry(MemberSchema map, out string key)
    {
        while (NextItem())
        {
            key = Decode(ReadText("a key").Span);
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

    public override string ReadString(MemberSchema member) => Decode(ReadText(member.Name).Span);

    public override int ReadInteger(MemberSchema member)
    {
        var value = ReadLong(member);
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Unexpected(member.Name, "an integer of 32 bits");
    }

    public override long ReadLong(MemberSchema member)
    {
        var (type, argument) = ReadHead();
        return type switch
        {
            CborType.Unsigned when argument <= long.MaxValue => (long)argument,
            CborType.Negative when argument <= long.MaxValue => -1 - (long)argument,
            CborType.Simple when AsDouble(argument) is { } real && real == Math.Floor(real) && Math.Abs(real) < 9e15 => (long)real,
            _ => throw Unexpected(member.Name, "an integer"),
        };
    }

    public override double ReadDouble(MemberSchema member)
    {
        var (type, argument) = ReadHead();
        return type switch
        {
            CborType.Unsigned => argument,
            CborType.Negative => -1.0 - argument,
            CborType.Simple when AsDouble(argument) is { } real => real,
            _ => throw Unexpected(member.Name, "a number"),
        };
    }

    public override bool ReadBoolean(MemberSchema member)
    {
        var (type, argument) = ReadHead();
        return (type, argument, _lastInfo) switch
        {
            (CborType.Simple, 20, < 24) => false,
            (CborType.Simple, 21, < 24) => true,
            _ => throw Unexpected(member.Name, "true or false"),
        };
    }

    /// <summary>Tag 1 with milliseconds, as the SDKs send it whatever the RFC says; a floating number is seconds.</summary>
    public override DateTimeOffset ReadTimestamp(MemberSchema member)
    {
        SkipTags();
        if (_at < body.Length && (CborType)(Rest[0] >> 5) == CborType.Simple)
        {
            return TimestampText.OfSeconds(ReadDouble(member)) ?? throw Unexpected(member.Name, "a timestamp");
        }

        return TimestampText.OfSeconds(ReadLong(member) / 1000.0) ?? throw Unexpected(member.Name, "a timestamp");
    }

    public override ReadOnlyMemory<byte> ReadBlob(MemberSchema member) => ReadBytes(CborType.Bytes, member.Name);

    public void RequireEnd()
    {
        if (_at < body.Length)
        {
            throw new MalformedMessageException("The CBOR value goes on after its end");
        }
    }

    private void BeginContainer(CborType expected, string what)
    {
        var (type, argument) = ReadHead();
        if (type != expected)
        {
            throw Unexpected(what, expected == CborType.Map ? "a map" : "an array");
        }

        var isIndefinite = _lastInfo == 31;
        if (!isIndefinite && argument > (ulong)(body.Length - _at))
        {
            throw new MalformedMessageException("The CBOR value is cut off");
        }

        Push().Left = isIndefinite ? Indefinite : (long)argument;
    }

    /// <summary>True when another element or entry follows.</summary>
    private bool NextItem()
    {
        ref var frame = ref Top;
        frame.Count++;
        if (frame.Left == Indefinite)
        {
            if (PeekByte() != Break)
            {
                return true;
            }

            _at++;
            return false;
        }

        return frame.Left-- > 0;
    }

    private ReadOnlyMemory<byte> ReadText(string what) => ReadBytes(CborType.Text, what);

    private ReadOnlyMemory<byte> ReadBytes(CborType expected, string what)
    {
        var (type, argument) = ReadHead();
        if (type != expected)
        {
            throw Unexpected(what, expected == CborType.Text ? "a text" : "a byte string");
        }

        if (_lastInfo != 31)
        {
            return Take(argument);
        }

        // Chunks of an indefinite string, each of definite length.
        var whole = new MemoryStream();
        while (PeekByte() != Break)
        {
            (type, argument) = ReadHead();
            if (type != expected || _lastInfo == 31)
            {
                throw Unexpected(what, "a string's chunk");
            }

            whole.Write(Take(argument).Span);
        }

        _at++;
        return whole.ToArray();
    }

    private ReadOnlyMemory<byte> Take(ulong count)
    {
        if (count > (ulong)(body.Length - _at))
        {
            throw new MalformedMessageException("The CBOR value is cut off");
        }

        var taken = body.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    private void SkipTags()
    {
        while (_at < body.Length && (CborType)(Rest[0] >> 5) == CborType.Tag)
        {
            ReadHeadAsIs();
        }
    }

    private (CborType Type, ulong Argument) ReadHead()
    {
        SkipTags();
        return ReadHeadAsIs();
    }

    private (CborType Type, ulong Argument) ReadHeadAsIs()
    {
        var first = PeekByte();
        _at++;
        var type = (CborType)(first >> 5);
        _lastInfo = first & 0x1F;
        var argument = _lastInfo switch
        {
            < 24 => (ulong)_lastInfo,
            24 => Take(1).Span[0],
            25 => BinaryPrimitives.ReadUInt16BigEndian(Take(2).Span),
            26 => BinaryPrimitives.ReadUInt32BigEndian(Take(4).Span),
            27 => BinaryPrimitives.ReadUInt64BigEndian(Take(8).Span),
            31 when type is CborType.Bytes or CborType.Text or CborType.Array or CborType.Map => 0UL,
            _ => throw new MalformedMessageException($"Byte {_at - 1} starts no CBOR value"),
        };
        return (type, argument);
    }

    private double? AsDouble(ulong bits) => _lastInfo switch
    {
        25 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
        26 => BitConverter.UInt32BitsToSingle((uint)bits),
        27 => BitConverter.UInt64BitsToDouble(bits),
        _ => null,
    };

    private bool SkipNull()
    {
        // null and undefined
        if (PeekByte() is not (0xF6 or 0xF7))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipValue()
    {
        // What is left of each open container; strings of indefinite length count as containers of chunks.
        var open = new Stack<long>();
        do
        {
            if (open.TryPeek(out var left) && (left == 0 || (left == Indefinite && PeekByte() == Break)))
            {
                if (open.Pop() == Indefinite)
                {
                    _at++;
                }

                continue;
            }

            if (open.Count > 0 && left != Indefinite)
            {
                open.Push(open.Pop() - 1);
            }

            var (type, argument) = ReadHead();
            var isIndefinite = _lastInfo == 31;
            switch (type)
            {
                case CborType.Bytes or CborType.Text when !isIndefinite:
                    Take(argument);
                    break;
                case CborType.Bytes or CborType.Text or CborType.Array or CborType.Map:
                    if (open.Count + Depth >= WireLimits.NestingMax)
                    {
                        throw new MalformedMessageException($"The request is nested more than {WireLimits.NestingMax} levels deep");
                    }

                    if (argument > (ulong)(body.Length - _at))
                    {
                        throw new MalformedMessageException("The CBOR value is cut off");
                    }

                    open.Push(isIndefinite ? Indefinite : (long)argument * (type == CborType.Map ? 2 : 1));
                    break;
                default:
                    break;
            }
        }
        while (open.Count > 0);
    }

    private byte PeekByte() =>
        _at < body.Length ? body.Span[_at] : throw new MalformedMessageException("The CBOR value is cut off");

    private static string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedMessageException("A CBOR text is not UTF-8");
        }
    }

    private MalformedMessageException Unexpected(string what, string expected) =>
        new($"The value of {what} before byte {_at} is not {expected}");
}

/// <summary>The eight major types.</summary>
internal enum CborType
{
    Unsigned,
    Negative,
    Bytes,
    Text,
    Array,
    Map,
    Tag,
    Simple,
}
