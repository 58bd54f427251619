namespace Weir.Protocols.Mqtt;

/// <summary>The properties of one MQTT 5 packet, as read. Only what was sent is set.</summary>
internal sealed class MqttProperties
{
    public static MqttProperties None { get; } = new();

    public byte? PayloadFormat { get; private set; }
    public uint? MessageExpirySeconds { get; private set; }
    public string? ContentType { get; private set; }
    public string? ResponseTopic { get; private set; }
    public byte[]? CorrelationData { get; private set; }
    public int? SubscriptionId { get; private set; }
    public uint? SessionExpirySeconds { get; private set; }
    public string? AuthenticationMethod { get; private set; }
    public bool RequestProblemInformation { get; private set; } = true;
    public bool RequestResponseInformation { get; private set; }
    public uint? WillDelaySeconds { get; private set; }
    public string? ReasonString { get; private set; }
    public ushort? ReceiveMaximum { get; private set; }
    public ushort? TopicAliasMaximum { get; private set; }
    public ushort? TopicAlias { get; private set; }
    public uint? MaximumPacketSize { get; private set; }
    public List<MqttUserProperty>? UserProperties { get; private set; }

    /// <summary>Nothing here belongs to an application message.</summary>
    public bool IsMessageless =>
        PayloadFormat is null && MessageExpirySeconds is null && ContentType is null && ResponseTopic is null
        && CorrelationData is null && UserProperties is null;

    /// <summary>Reads a property section: its length and its members, each allowed in this packet and (but for user properties) once.</summary>
    public static MqttProperties Read(ref MqttReader packet, MqttPropertyKinds allowed)
    {
        var length = packet.ReadVariableInteger();
        if (length == 0)
        {
            return None;
        }

        var reader = packet.ReadSection(length);
        var properties = new MqttProperties();
        var seen = 0UL;
        while (!reader.IsAtEnd)
        {
            var id = reader.ReadVariableInteger();
            var bit = id < 64 ? 1UL << id : 0;
            if (((ulong)allowed & bit) == 0)
            {
                throw MqttReader.Malformed($"property {id} does not belong here");
            }

            if ((seen & bit) != 0 && bit != (ulong)MqttPropertyKinds.UserProperty)
            {
                throw new MqttProtocolException(MqttReason.ProtocolError, $"property {id} is there twice");
            }

            seen |= bit;
            properties.ReadOne((MqttPropertyKinds)bit, ref reader);
        }

        return properties;
    }

    private void ReadOne(MqttPropertyKinds kind, ref MqttReader reader)
    {
        switch (kind)
        {
            case MqttPropertyKinds.PayloadFormat: PayloadFormat = ReadFlag(ref reader); break;
            case MqttPropertyKinds.MessageExpiry: MessageExpirySeconds = reader.ReadUInt32(); break;
            case MqttPropertyKinds.ContentType: ContentType = reader.ReadString(); break;
            case MqttPropertyKinds.ResponseTopic: ResponseTopic = reader.ReadString(); break;
            case MqttPropertyKinds.CorrelationData: CorrelationData = reader.ReadBinary().ToArray(); break;
            case MqttPropertyKinds.SubscriptionId: SubscriptionId = NotZero(reader.ReadVariableInteger()); break;
            case MqttPropertyKinds.SessionExpiry: SessionExpirySeconds = reader.ReadUInt32(); break;
            case MqttPropertyKinds.AuthenticationMethod: AuthenticationMethod = reader.ReadString(); break;
            case MqttPropertyKinds.AuthenticationData: reader.ReadBinary(); break;
            case MqttPropertyKinds.RequestProblemInformation: RequestProblemInformation = ReadFlag(ref reader) == 1; break;
            case MqttPropertyKinds.RequestResponseInformation: RequestResponseInformation = ReadFlag(ref reader) == 1; break;
            case MqttPropertyKinds.WillDelay: WillDelaySeconds = reader.ReadUInt32(); break;
            case MqttPropertyKinds.ServerReference: reader.ReadString(); break;
            case MqttPropertyKinds.ReasonString: ReasonString = reader.ReadString(); break;
            case MqttPropertyKinds.ReceiveMaximum: ReceiveMaximum = (ushort)NotZero(reader.ReadUInt16()); break;
            case MqttPropertyKinds.TopicAliasMaximum: TopicAliasMaximum = reader.ReadUInt16(); break;
            case MqttPropertyKinds.TopicAlias: TopicAlias = reader.ReadUInt16(); break;
            case MqttPropertyKinds.MaximumPacketSize: MaximumPacketSize = NotZero(reader.ReadUInt32()); break;
            case MqttPropertyKinds.UserProperty: (UserProperties ??= []).Add(new(reader.ReadString(), reader.ReadString())); break;
            default: throw MqttReader.Malformed("an unknown property");
        }
    }

    private static byte ReadFlag(ref MqttReader reader) =>
        reader.ReadByte() is var flag and <= 1
            ? flag
            : throw new MqttProtocolException(MqttReason.ProtocolError, "a flag property is neither 0 nor 1");

    private static int NotZero(int value) => value != 0 ? value : throw Zero();

    private static uint NotZero(uint value) => value != 0 ? value : throw Zero();

    private static MqttProtocolException Zero() => new(MqttReason.ProtocolError, "a property that must not be zero is zero");
}

/// <summary>Property identifiers as bits, so that what a packet may hold is one mask.</summary>
[Flags]
internal enum MqttPropertyKinds : ulong
{
    None = 0,
    PayloadFormat = 1UL << 1,
    MessageExpiry = 1UL << 2,
    ContentType = 1UL << 3,
    ResponseTopic = 1UL << 8,
    CorrelationData = 1UL << 9,
    SubscriptionId = 1UL << 11,
    SessionExpiry = 1UL << 17,
    AuthenticationMethod = 1UL << 21,
    AuthenticationData = 1UL << 22,
    RequestProblemInformation = 1UL << 23,
    WillDelay = 1UL << 24,
    RequestResponseInformation = 1UL << 25,
    ServerReference = 1UL << 28,
    ReasonString = 1UL << 31,
    ReceiveMaximum = 1UL << 33,
    TopicAliasMaximum = 1UL << 34,
    TopicAlias = 1UL << 35,
    UserProperty = 1UL << 38,
    MaximumPacketSize = 1UL << 39,

    InConnect = SessionExpiry | AuthenticationMethod | AuthenticationData | RequestProblemInformation
        | RequestResponseInformation | ReceiveMaximum | TopicAliasMaximum | UserProperty | MaximumPacketSize,
    InWill = PayloadFormat | MessageExpiry | ContentType | ResponseTopic | CorrelationData | WillDelay | UserProperty,
    InPublish = PayloadFormat | MessageExpiry | ContentType | ResponseTopic | CorrelationData | TopicAlias | UserProperty,
    InPuback = ReasonString | UserProperty,
    InSubscribe = SubscriptionId | UserProperty,
    InUnsubscribe = UserProperty,
    InDisconnect = SessionExpiry | ReasonString | UserProperty | ServerReference,
}
