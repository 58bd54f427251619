using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Weir.Protocols.Mqtt;

/// <summary>Reads the data types of MQTT from one packet's body; every length is checked before it is used.</summary>
internal ref struct MqttReader(ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;

    public int Position { get; private set; }

    public readonly int Left => _body.Length - Position;

    public readonly bool IsAtEnd => Left == 0;

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public int ReadVariableInteger()
    {
        var value = 0;
        for (var shift = 0; shift <= 21; shift += 7)
        {
            var digit = ReadByte();
            value |= (digit & 0x7F) << shift;
            if (digit < 0x80)
            {
                return digit == 0 && shift > 0 ? throw Malformed("a variable integer has a needless byte") : value;
            }
        }

        throw Malformed("a variable integer has more than four bytes");
    }

    public ReadOnlySpan<byte> ReadBinary() => Take(ReadUInt16());

    public ReadOnlySpan<byte> ReadRest() => Take(Left);

    /// <summary>The bytes of a string, known to be well-formed UTF-8 without U+0000.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        var text = ReadBinary();
        if (!Utf8.IsValid(text) || text.Contains((byte)0))
        {
            throw Malformed("a string is not UTF-8 or holds U+0000");
        }

        return text;
    }

    public string ReadString()
    {
        var text = ReadUtf8();
        return text.IsEmpty ? "" : Encoding.UTF8.GetString(text);
    }

    /// <summary>A reader over the next bytes alone, which this one skips.</summary>
    public MqttReader ReadSection(int bytes) => new(Take(bytes));

    public readonly void DemandEnd()
    {
        if (!IsAtEnd)
        {
            throw Malformed($"{Left} bytes after the end of a packet");
        }
    }

    public static MqttProtocolException Malformed(string message) => new(MqttReason.MalformedPacket, message);

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes > Left)
        {
            throw Malformed($"a packet ends {bytes - Left} bytes too early");
        }

        var taken = _body.Slice(Position, bytes);
        Position += bytes;
        return taken;
    }
}
