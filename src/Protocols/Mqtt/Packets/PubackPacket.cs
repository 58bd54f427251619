using System.Buffers.Binary;

namespace Weir.Protocols.Mqtt;

/// <summary>PUBACK: a QoS 1 message has been taken over.</summary>
internal readonly record struct PubackPacket(ushort PacketId, MqttReason Reason)
{
    public const int BytesMax = 5;

    public static PubackPacket Read(MqttVersion version, ReadOnlySpan<byte> body)
    {
        var reader = new MqttReader(body);
        var packetId = reader.ReadUInt16();
        var reason = MqttReason.Success;
        if (version == MqttVersion.V5 && !reader.IsAtEnd)
        {
            reason = (MqttReason)reader.ReadByte();
            if (!reader.IsAtEnd)
            {
                MqttProperties.Read(ref reader, MqttPropertyKinds.InPuback);
            }
        }

        reader.DemandEnd();
        return new(packetId, reason);
    }

    public int Write(Span<byte> target, MqttVersion version)
    {
        var withReason = version == MqttVersion.V5 && Reason != MqttReason.Success;
        target[0] = (byte)MqttPacketType.Puback << 4;
        target[1] = withReason ? (byte)3 : (byte)2;
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], PacketId);
        if (withReason)
        {
            target[4] = (byte)Reason;
        }

        return withReason ? 5 : 4;
    }
}
