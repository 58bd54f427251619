namespace Weir.Protocols.Mqtt;

/// <summary>UNSUBACK: the filters are forgotten.</summary>
internal static class UnsubackPacket
{
    public static byte[] Write(MqttVersion version, ushort packetId, IReadOnlyList<MqttReason> reasons)
    {
        var writer = new MqttWriter();
        writer.UInt16(packetId);
        if (version == MqttVersion.V5)
        {
            writer.VariableInteger(0);
            foreach (var reason in reasons)
            {
                writer.Byte((byte)reason);
            }
        }

        return writer.ToPacket(MqttPacketType.Unsuback);
    }
}
