namespace Weir.Protocols.Mqtt;

/// <summary>PINGREQ has no body; PINGRESP is always these two bytes.</summary>
internal static class PingPackets
{
    public static ReadOnlySpan<byte> Response => [(byte)MqttPacketType.Pingresp << 4, 0];

    public static void DemandEmpty(ReadOnlySpan<byte> body)
    {
        if (!body.IsEmpty)
        {
            throw new MqttProtocolException(MqttReason.MalformedPacket, "a PINGREQ with a body");
        }
    }
}
