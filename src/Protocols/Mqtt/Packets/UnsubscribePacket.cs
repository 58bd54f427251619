namespace Weir.Protocols.Mqtt;

/// <summary>UNSUBSCRIBE: filters to forget.</summary>
internal sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<string> Filters)
{
    public static UnsubscribePacket Read(MqttVersion version, ReadOnlySpan<byte> body)
    {
        var reader = new MqttReader(body);
        var packetId = reader.ReadUInt16();
        if (packetId == 0)
        {
            throw new MqttProtocolException(MqttReason.ProtocolError, "packet id 0");
        }

        if (version == MqttVersion.V5)
        {
            MqttProperties.Read(ref reader, MqttPropertyKinds.InUnsubscribe);
        }

        var filters = new List<string>();
        while (!reader.IsAtEnd)
        {
            filters.Add(reader.ReadString());
        }

        return filters.Count > 0
            ? new(packetId, filters)
            : throw new MqttProtocolException(MqttReason.ProtocolError, "an UNSUBSCRIBE without a filter");
    }
}
