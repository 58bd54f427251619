namespace Weir.Protocols.Mqtt;

/// <summary>The packet readers as a fuzz target: any bytes are packets, are too few, or break the protocol.</summary>
public static class MqttFuzz
{
    private const int PacketBytesMax = 256 * 1024;

    /// <returns>Whether at least one packet was read.</returns>
    public static bool Packets(ReadOnlySpan<byte> bytes)
    {
        var isRead = false;
        var version = bytes.Length > 0 && (bytes[0] & 1) == 1 ? MqttVersion.V5 : MqttVersion.V311;
        try
        {
            while (MqttFrame.TryReadHeader(bytes, PacketBytesMax, out var frame) && bytes.Length >= frame.TotalBytes)
            {
                Read(frame, version, bytes[frame.HeaderBytes..frame.TotalBytes]);
                bytes = bytes[frame.TotalBytes..];
                isRead = true;
            }
        }
        catch (MqttProtocolException)
        {
            return false;
        }

        return isRead;
    }

    private static void Read(MqttFrame frame, MqttVersion version, ReadOnlySpan<byte> body)
    {
        switch (frame.Type)
        {
            case MqttPacketType.Connect:
                ConnectPacket.Read(body);
                break;
            case MqttPacketType.Publish:
                PublishPacket.Read(version, frame.Flags, body);
                break;
            case MqttPacketType.Puback:
                PubackPacket.Read(version, body);
                break;
            case MqttPacketType.Subscribe:
                SubscribePacket.Read(version, body);
                break;
            case MqttPacketType.Unsubscribe:
                UnsubscribePacket.Read(version, body);
                break;
            case MqttPacketType.Disconnect:
                DisconnectPacket.Read(version, body);
                break;
            default:
                break;
        }
    }
}
