using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Weir.Protocols.Mqtt;

/// <summary>Builds one control packet. For the packets that are few; PUBLISH and PUBACK have their own fast writers.</summary>
internal sealed class MqttWriter
{
    private readonly ArrayBufferWriter<byte> _body = new(64);

    public int Length => _body.WrittenCount;

    public ReadOnlySpan<byte> Written => _body.WrittenSpan;

    public void Byte(byte value)
    {
        _body.GetSpan(1)[0] = value;
        _body.Advance(1);
    }

    public void UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_body.GetSpan(2), (ushort)value);
        _body.Advance(2);
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_body.GetSpan(4), value);
        _body.Advance(4);
    }

    public void VariableInteger(int value) => _body.Advance(MqttEncoding.WriteVariableInteger(_body.GetSpan(4), value));

    public void Binary(ReadOnlySpan<byte> bytes)
    {
        UInt16(bytes.Length);
        _body.Write(bytes);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _body.Write(bytes);

    public void String(string text) => Binary(Encoding.UTF8.GetBytes(text));

    /// <summary>A property section: its length, then what was written to it.</summary>
    public void Section(MqttWriter properties)
    {
        VariableInteger(properties.Length);
        _body.Write(properties.Written);
    }

    /// <summary>The whole packet: fixed header and what was written.</summary>
    public byte[] ToPacket(MqttPacketType type, byte flags = 0)
    {
        Span<byte> header = stackalloc byte[5];
        header[0] = (byte)(((int)type << 4) | flags);
        var headerBytes = 1 + MqttEncoding.WriteVariableInteger(header[1..], Length);
        return [.. header[..headerBytes], .. Written];
    }
}

/// <summary>Sizes and bytes of MQTT's variable integers.</summary>
internal static class MqttEncoding
{
    public static int VariableIntegerBytes(int value) => value switch
    {
        < 1 << 7 => 1,
        < 1 << 14 => 2,
        < 1 << 21 => 3,
        _ => 4,
    };

    public static int WriteVariableInteger(Span<byte> target, int value)
    {
        var at = 0;
        while (value >= 0x80)
        {
            target[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[at++] = (byte)value;
        return at;
    }
}
