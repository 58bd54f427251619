namespace Weir.Protocols.Mqtt;

/// <summary>CONNACK: the answer to CONNECT, with what the broker grants.</summary>
internal static class ConnackPacket
{
    public static byte[] Refuse(MqttVersion version, MqttReason reason, string? why)
    {
        var writer = new MqttWriter();
        writer.Byte(0);
        if (version == MqttVersion.V311)
        {
            writer.Byte(ReturnCode(reason));
            return writer.ToPacket(MqttPacketType.Connack);
        }

        writer.Byte((byte)reason);
        var properties = new MqttWriter();
        if (why is not null)
        {
            properties.Byte(31);
            properties.String(why);
        }

        writer.Section(properties);
        return writer.ToPacket(MqttPacketType.Connack);
    }

    public static byte[] Accept(MqttVersion version, bool sessionPresent, MqttGrant grant)
    {
        var writer = new MqttWriter();
        writer.Byte(sessionPresent ? (byte)1 : (byte)0);
        writer.Byte((byte)MqttReason.Success);
        if (version == MqttVersion.V5)
        {
            writer.Section(Properties(grant));
        }

        return writer.ToPacket(MqttPacketType.Connack);
    }

    private static MqttWriter Properties(MqttGrant grant)
    {
        var properties = new MqttWriter();
        properties.Byte(17);
        properties.UInt32(grant.SessionExpirySeconds);
        properties.Byte(33);
        properties.UInt16(grant.ReceiveMaximum);
        properties.Byte(36); // maximum QoS: 2 is not served
        properties.Byte(1);
        properties.Byte(39);
        properties.UInt32((uint)grant.PacketBytesMax);
        properties.Byte(34);
        properties.UInt16(grant.TopicAliasMaximum);
        properties.Byte(19);
        properties.UInt16(grant.KeepAliveSeconds);
        if (grant.AssignedClientId is not null)
        {
            properties.Byte(18);
            properties.String(grant.AssignedClientId);
        }

        return properties;
    }

    private static byte ReturnCode(MqttReason reason) => reason switch
    {
        MqttReason.UnsupportedProtocolVersion => 1,
        MqttReason.ClientIdentifierNotValid => 2,
        MqttReason.BadUserNameOrPassword => 4,
        MqttReason.NotAuthorized or MqttReason.BadAuthenticationMethod => 5,
        _ => 3,
    };
}

internal sealed record MqttGrant
{
    public required uint SessionExpirySeconds { get; init; }
    public required int ReceiveMaximum { get; init; }
    public required int PacketBytesMax { get; init; }
    public required int TopicAliasMaximum { get; init; }
    public required int KeepAliveSeconds { get; init; }
    public string? AssignedClientId { get; init; }
}
