namespace Weir.Protocols.Mqtt;

/// <summary>SUBACK: one reason per filter, in the order asked.</summary>
internal static class SubackPacket
{
    public static byte[] Write(MqttVersion version, ushort packetId, IReadOnlyList<MqttReason> reasons)
    {
        var writer = new MqttWriter();
        writer.UInt16(packetId);
        if (version == MqttVersion.V5)
        {
            writer.VariableInteger(0);
        }

        foreach (var reason in reasons)
        {
            // MQTT 3.1.1 knows one failure only
            writer.Byte(version == MqttVersion.V311 && reason >= MqttReason.Unspecified ? (byte)0x80 : (byte)reason);
        }

        return writer.ToPacket(MqttPacketType.Suback);
    }
}
