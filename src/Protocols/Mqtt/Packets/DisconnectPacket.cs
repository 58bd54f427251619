namespace Weir.Protocols.Mqtt;

/// <summary>DISCONNECT: an orderly end, from either side in MQTT 5.</summary>
internal readonly record struct DisconnectPacket(MqttReason Reason, uint? SessionExpirySeconds)
{
    public static DisconnectPacket Read(MqttVersion version, ReadOnlySpan<byte> body)
    {
        var reader = new MqttReader(body);
        if (version == MqttVersion.V311 || reader.IsAtEnd)
        {
            reader.DemandEnd();
            return new(MqttReason.Success, null);
        }

        var reason = (MqttReason)reader.ReadByte();
        var properties = reader.IsAtEnd
            ? MqttProperties.None
            : MqttProperties.Read(ref reader, MqttPropertyKinds.InDisconnect);
        reader.DemandEnd();
        return new(reason, properties.SessionExpirySeconds);
    }

    public static byte[] Write(MqttReason reason, string? why)
    {
        var writer = new MqttWriter();
        writer.Byte((byte)reason);
        var properties = new MqttWriter();
        if (why is not null)
        {
            properties.Byte(31);
            properties.String(why);
        }

        writer.Section(properties);
        return writer.ToPacket(MqttPacketType.Disconnect);
    }
}
