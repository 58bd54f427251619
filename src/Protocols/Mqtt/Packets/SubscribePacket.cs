namespace Weir.Protocols.Mqtt;

/// <summary>SUBSCRIBE: one or more topic filters with their options.</summary>
internal sealed record SubscribePacket(ushort PacketId, int? SubscriptionId, IReadOnlyList<MqttSubscription> Filters)
{
    public static SubscribePacket Read(MqttVersion version, ReadOnlySpan<byte> body)
    {
        var reader = new MqttReader(body);
        var packetId = reader.ReadUInt16();
        if (packetId == 0)
        {
            throw new MqttProtocolException(MqttReason.ProtocolError, "packet id 0");
        }

        var properties = version == MqttVersion.V5
            ? MqttProperties.Read(ref reader, MqttPropertyKinds.InSubscribe)
            : MqttProperties.None;
        var filters = new List<MqttSubscription>();
        while (!reader.IsAtEnd)
        {
            filters.Add(ReadFilter(ref reader, version, properties.SubscriptionId ?? 0));
        }

        return filters.Count > 0
            ? new(packetId, properties.SubscriptionId, filters)
            : throw new MqttProtocolException(MqttReason.ProtocolError, "a SUBSCRIBE without a filter");
    }

    private static MqttSubscription ReadFilter(ref MqttReader reader, MqttVersion version, int subscriptionId)
    {
        var filter = reader.ReadString();
        var options = reader.ReadByte();
        var qos = options & 3;
        var retainHandling = (options >> 4) & 3;
        var allowed = version == MqttVersion.V5 ? 0b0011_1111 : 0b0000_0011;
        if ((options & ~allowed) != 0 || qos == 3 || retainHandling == 3)
        {
            throw MqttReader.Malformed($"subscription options 0x{options:X2}");
        }

        return new()
        {
            Filter = filter,
            Qos = (byte)Math.Min(qos, 1),
            NoLocal = (options & 4) != 0,
            RetainAsPublished = (options & 8) != 0,
            RetainHandling = (byte)retainHandling,
            SubscriptionId = subscriptionId,
        };
    }
}

/// <summary>One subscription of one session.</summary>
public sealed record MqttSubscription
{
    /// <summary>As the client wrote it, with <c>$share/group/</c> when it is shared.</summary>
    public required string Filter { get; init; }
    /// <summary>The most a message is delivered with: 0 or 1.</summary>
    public required byte Qos { get; init; }
    public bool NoLocal { get; init; }
    public bool RetainAsPublished { get; init; }
    /// <summary>0: send retained messages; 1: only for a new subscription; 2: never.</summary>
    public byte RetainHandling { get; init; }
    /// <summary>0: none.</summary>
    public int SubscriptionId { get; init; }
}
