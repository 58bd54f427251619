namespace Weir.Protocols.Mqtt;

/// <summary>CONNECT: who the client is and what it wants.</summary>
internal sealed record ConnectPacket
{
    public required MqttVersion Version { get; init; }
    public required bool CleanStart { get; init; }
    public required ushort KeepAliveSeconds { get; init; }
    public required string ClientId { get; init; }
    public required MqttProperties Properties { get; init; }
    public MqttWill? Will { get; init; }
    public string? UserName { get; init; }
    public byte[]? Password { get; init; }

    public static ConnectPacket Read(ReadOnlySpan<byte> body)
    {
        var reader = new MqttReader(body);
        if (!reader.ReadUtf8().SequenceEqual("MQTT"u8))
        {
            throw new MqttProtocolException(MqttReason.UnsupportedProtocolVersion, "the protocol name is not MQTT");
        }

        var version = (MqttVersion)reader.ReadByte();
        if (version is not (MqttVersion.V311 or MqttVersion.V5))
        {
            throw new MqttProtocolException(MqttReason.UnsupportedProtocolVersion, $"protocol level {(int)version}");
        }

        var flags = (ConnectFlags)reader.ReadByte();
        CheckFlags(version, flags);
        var keepAlive = reader.ReadUInt16();
        var properties = version == MqttVersion.V5
            ? MqttProperties.Read(ref reader, MqttPropertyKinds.InConnect)
            : MqttProperties.None;
        var packet = new ConnectPacket
        {
            Version = version,
            CleanStart = flags.HasFlag(ConnectFlags.CleanStart),
            KeepAliveSeconds = keepAlive,
            Properties = properties,
            ClientId = reader.ReadString(),
            Will = flags.HasFlag(ConnectFlags.Will) ? ReadWill(ref reader, version, flags) : null,
            UserName = flags.HasFlag(ConnectFlags.UserName) ? reader.ReadString() : null,
            Password = flags.HasFlag(ConnectFlags.Password) ? reader.ReadBinary().ToArray() : null,
        };
        reader.DemandEnd();
        return packet;
    }

    private static void CheckFlags(MqttVersion version, ConnectFlags flags)
    {
        var willQos = (int)(flags & ConnectFlags.WillQos) >> 3;
        if (flags.HasFlag(ConnectFlags.Reserved)
            || willQos == 3
            || (!flags.HasFlag(ConnectFlags.Will) && (flags & (ConnectFlags.WillQos | ConnectFlags.WillRetain)) != 0)
            || (version == MqttVersion.V311 && flags.HasFlag(ConnectFlags.Password) && !flags.HasFlag(ConnectFlags.UserName)))
        {
            throw MqttReader.Malformed($"connect flags 0x{(int)flags:X2}");
        }
    }

    private static MqttWill ReadWill(ref MqttReader reader, MqttVersion version, ConnectFlags flags)
    {
        var properties = version == MqttVersion.V5
            ? MqttProperties.Read(ref reader, MqttPropertyKinds.InWill)
            : MqttProperties.None;
        var qos = (byte)((int)(flags & ConnectFlags.WillQos) >> 3);
        if (qos == 2)
        {
            throw new MqttProtocolException(MqttReason.QosNotSupported, "a will with QoS 2");
        }

        return new MqttWill
        {
            Topic = reader.ReadString(),
            Payload = reader.ReadBinary().ToArray(),
            Qos = qos,
            Retain = flags.HasFlag(ConnectFlags.WillRetain),
            DelaySeconds = properties.WillDelaySeconds ?? 0,
            Properties = PublishPacket.MessageProperties(properties),
        };
    }

    [Flags]
    private enum ConnectFlags : byte
    {
        Reserved = 0x01,
        CleanStart = 0x02,
        Will = 0x04,
        WillQos = 0x18,
        WillRetain = 0x20,
        Password = 0x40,
        UserName = 0x80,
    }
}

internal enum MqttVersion : byte
{
    V311 = 4,
    V5 = 5,
}

/// <summary>The message to publish when the client goes without saying so.</summary>
internal sealed record MqttWill
{
    public required string Topic { get; init; }
    public required byte[] Payload { get; init; }
    public required byte Qos { get; init; }
    public required bool Retain { get; init; }
    public uint DelaySeconds { get; init; }
    public MqttMessageProperties? Properties { get; init; }
}
