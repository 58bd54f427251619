using System.Buffers.Binary;
using System.Text;

namespace Weir.Protocols.Mqtt;

/// <summary>PUBLISH, the packet that must be cheap. Reading it allocates nothing but properties, when there are any.</summary>
internal readonly ref struct PublishPacket
{
    /// <summary>UTF-8; empty when a topic alias stands for it.</summary>
    public required ReadOnlySpan<byte> Topic { get; init; }
    public required byte Qos { get; init; }
    public required bool Retain { get; init; }
    public required bool Duplicate { get; init; }
    public ushort PacketId { get; init; }
    public required MqttProperties Properties { get; init; }

    /// <summary>Where in the body the payload starts; it goes on to the end.</summary>
    public required int PayloadStart { get; init; }

    public static PublishPacket Read(MqttVersion version, byte flags, ReadOnlySpan<byte> body)
    {
        var qos = (byte)((flags >> 1) & 3);
        if (qos == 3 || (qos == 0 && (flags & 8) != 0))
        {
            throw MqttReader.Malformed($"publish flags {flags}");
        }

        if (qos == 2)
        {
            throw new MqttProtocolException(MqttReason.QosNotSupported, "QoS 2 is not served");
        }

        var reader = new MqttReader(body);
        var topic = reader.ReadUtf8();
        var packetId = qos == 0 ? (ushort)0 : reader.ReadUInt16();
        if (qos == 1 && packetId == 0)
        {
            throw new MqttProtocolException(MqttReason.ProtocolError, "packet id 0");
        }

        var properties = version == MqttVersion.V5
            ? MqttProperties.Read(ref reader, MqttPropertyKinds.InPublish)
            : MqttProperties.None;
        return new PublishPacket
        {
            Topic = topic,
            Qos = qos,
            Retain = (flags & 1) != 0,
            Duplicate = (flags & 8) != 0,
            PacketId = packetId,
            Properties = properties,
            PayloadStart = reader.Position,
        };
    }

    public static MqttMessageProperties? MessageProperties(MqttProperties properties) =>
        properties.IsMessageless
            ? null
            : new()
            {
                PayloadFormat = properties.PayloadFormat,
                ExpirySeconds = properties.MessageExpirySeconds,
                ContentType = properties.ContentType,
                ResponseTopic = properties.ResponseTopic,
                CorrelationData = properties.CorrelationData,
                UserProperties = properties.UserProperties ?? [],
            };

    /// <summary>How many bytes the packet needs at most; close, and cheap to know.</summary>
    public static int BytesMax(in OutgoingPublish publish, ReadOnlySpan<byte> properties) =>
        5 + 2 + Encoding.UTF8.GetMaxByteCount(publish.Topic.Length) + 2 + 4 + properties.Length + publish.Payload.Length;

    /// <summary>Writes the whole packet; returns its bytes.</summary>
    public static int Write(Span<byte> target, MqttVersion version, in OutgoingPublish publish, ReadOnlySpan<byte> properties)
    {
        var topicBytes = Encoding.UTF8.GetByteCount(publish.Topic);
        var bodyBytes = 2 + topicBytes + (publish.Qos > 0 ? 2 : 0) + publish.Payload.Length;
        if (version == MqttVersion.V5)
        {
            bodyBytes += MqttEncoding.VariableIntegerBytes(properties.Length) + properties.Length;
        }

        target[0] = (byte)(((int)MqttPacketType.Publish << 4) | (publish.Duplicate ? 8 : 0) | (publish.Qos << 1)
            | (publish.Retain ? 1 : 0));
        var at = 1 + MqttEncoding.WriteVariableInteger(target[1..], bodyBytes);
        BinaryPrimitives.WriteUInt16BigEndian(target[at..], (ushort)topicBytes);
        at += 2 + Encoding.UTF8.GetBytes(publish.Topic, target[(at + 2)..]);
        if (publish.Qos > 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(target[at..], publish.PacketId);
            at += 2;
        }

        if (version == MqttVersion.V5)
        {
            at += MqttEncoding.WriteVariableInteger(target[at..], properties.Length);
            properties.CopyTo(target[at..]);
            at += properties.Length;
        }

        publish.Payload.CopyTo(target[at..]);
        return at + publish.Payload.Length;
    }

    /// <summary>The property section of an outgoing message, without its length; empty in the common case.</summary>
    public static byte[] PropertyBytes(
        MqttMessageProperties? message, long secondsLeft, ReadOnlySpan<int> subscriptionIds, int topicAlias)
    {
        if (message is null && subscriptionIds.IsEmpty && topicAlias == 0)
        {
            return [];
        }

        var writer = new MqttWriter();
        if (topicAlias > 0)
        {
            writer.Byte(35);
            writer.UInt16(topicAlias);
        }

        foreach (var id in subscriptionIds)
        {
            writer.Byte(11);
            writer.VariableInteger(id);
        }

        if (message is not null)
        {
            Write(writer, message, secondsLeft);
        }

        return writer.Written.ToArray();
    }

    private static void Write(MqttWriter writer, MqttMessageProperties message, long secondsLeft)
    {
        if (message.PayloadFormat is { } format)
        {
            writer.Byte(1);
            writer.Byte(format);
        }

        if (message.ExpirySeconds is not null)
        {
            writer.Byte(2);
            writer.UInt32((uint)Math.Clamp(secondsLeft, 0, uint.MaxValue));
        }

        if (message.ContentType is not null)
        {
            writer.Byte(3);
            writer.String(message.ContentType);
        }

        if (message.ResponseTopic is not null)
        {
            writer.Byte(8);
            writer.String(message.ResponseTopic);
        }

        if (message.CorrelationData is not null)
        {
            writer.Byte(9);
            writer.Binary(message.CorrelationData);
        }

        foreach (var property in message.UserProperties)
        {
            writer.Byte(38);
            writer.String(property.Name);
            writer.String(property.Value);
        }
    }
}

/// <summary>A message as one subscriber gets it.</summary>
internal readonly ref struct OutgoingPublish
{
    /// <summary>Empty when a topic alias that the client knows stands for it.</summary>
    public required string Topic { get; init; }
    public required ReadOnlySpan<byte> Payload { get; init; }
    public required byte Qos { get; init; }
    public required bool Retain { get; init; }
    public bool Duplicate { get; init; }
    public ushort PacketId { get; init; }
}
