using System.Buffers;

namespace Weir.Protocols.Mqtt;

/// <summary>The fixed header of one packet: type, flags and how long it is.</summary>
internal readonly record struct MqttFrame(MqttPacketType Type, byte Flags, int HeaderBytes, int BodyBytes)
{
    private const int HeaderBytesMax = 5;

    public int TotalBytes => HeaderBytes + BodyBytes;

    /// <summary>Reads a fixed header; false while its bytes are not all there (the body may still be missing).</summary>
    /// <exception cref="MqttProtocolException">Reserved flags, a length of five bytes, or a packet over the limit.</exception>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, int packetBytesMax, out MqttFrame frame)
    {
        frame = default;
        var length = 0;
        for (var at = 1; at < bytes.Length; at++)
        {
            var digit = bytes[at];
            length |= (digit & 0x7F) << (7 * (at - 1));
            if (digit < 0x80)
            {
                if (digit == 0 && at > 1)
                {
                    throw new MqttProtocolException(MqttReason.MalformedPacket, "the remaining length has a needless byte");
                }

                frame = new((MqttPacketType)(bytes[0] >> 4), (byte)(bytes[0] & 0x0F), at + 1, length);
                frame.Check(packetBytesMax);
                return true;
            }

            if (at == 4)
            {
                throw new MqttProtocolException(MqttReason.MalformedPacket, "the remaining length has more than four bytes");
            }
        }

        return false;
    }

    /// <summary>The same for bytes that lie in pieces.</summary>
    public static bool TryReadHeader(in ReadOnlySequence<byte> bytes, int packetBytesMax, out MqttFrame frame)
    {
        Span<byte> start = stackalloc byte[HeaderBytesMax];
        var head = start[..(int)Math.Min(HeaderBytesMax, bytes.Length)];
        bytes.Slice(0, head.Length).CopyTo(head);
        return TryReadHeader(head, packetBytesMax, out frame);
    }

    private void Check(int packetBytesMax)
    {
        var flagsFit = Type switch
        {
            MqttPacketType.Publish => true,
            MqttPacketType.Pubrel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe => Flags == 0b0010,
            MqttPacketType.Reserved => false,
            _ => Flags == 0,
        };
        if (!flagsFit)
        {
            throw new MqttProtocolException(MqttReason.MalformedPacket, $"packet type {(int)Type} with flags {Flags}");
        }

        if (TotalBytes > packetBytesMax)
        {
            throw new MqttProtocolException(
                MqttReason.PacketTooLarge, $"a packet of {TotalBytes} bytes; at most {packetBytesMax} are taken");
        }
    }
}
