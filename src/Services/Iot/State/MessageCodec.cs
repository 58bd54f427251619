using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Weir.Protocols.Mqtt;

namespace Weir.Services.Iot.State;

/// <summary>The stored form of a message: a version byte, flags, times, then lengths and bytes. Little endian.</summary>
internal static class MessageCodec
{
    private const byte Version = 1;

    public static ReadOnlySpan<byte> Encode(in MqttMessage message, IReadOnlyList<int> subscriptionIds)
    {
        var buffer = new ArrayBufferWriter<byte>(64 + message.Topic.Length + message.Payload.Length);
        Byte(buffer, Version);
        Byte(buffer, (byte)(message.Qos | (message.Retain ? 2 : 0) | (message.Properties is null ? 0 : 4)));
        Int64(buffer, message.ReceivedAt);
        Text(buffer, message.Topic);
        Int32(buffer, subscriptionIds.Count);
        foreach (var id in subscriptionIds)
        {
            Int32(buffer, id);
        }

        if (message.Properties is { } properties)
        {
            Int32(buffer, properties.PayloadFormat ?? -1);
            Int64(buffer, properties.ExpirySeconds ?? -1L);
            Text(buffer, properties.ContentType);
            Text(buffer, properties.ResponseTopic);
            Bytes(buffer, properties.CorrelationData);
            Int32(buffer, properties.UserProperties.Count);
            foreach (var property in properties.UserProperties)
            {
                Text(buffer, property.Name);
                Text(buffer, property.Value);
            }
        }

        buffer.Write(message.Payload.Span);
        return buffer.WrittenSpan;
    }

    public static MqttMessage Decode(byte[] stored, out int[] subscriptionIds)
    {
        var reader = new Reader(stored);
        if (reader.Byte() != Version)
        {
            throw new InvalidDataException("a stored message of an unknown version");
        }

        var flags = reader.Byte();
        var receivedAt = reader.Int64();
        var topic = reader.Text()!;
        subscriptionIds = new int[reader.Count()];
        for (var index = 0; index < subscriptionIds.Length; index++)
        {
            subscriptionIds[index] = reader.Int32();
        }

        return new()
        {
            Qos = (byte)(flags & 1),
            Retain = (flags & 2) != 0,
            ReceivedAt = receivedAt,
            Topic = topic,
            Properties = (flags & 4) == 0 ? null : Properties(ref reader),
            Payload = stored.AsMemory(reader.Position),
        };
    }

    private static MqttMessageProperties Properties(ref Reader reader)
    {
        var format = reader.Int32();
        var expiry = reader.Int64();
        var contentType = reader.Text();
        var responseTopic = reader.Text();
        var correlation = reader.Bytes();
        var properties = new MqttUserProperty[reader.Count()];
        for (var index = 0; index < properties.Length; index++)
        {
            properties[index] = new(reader.Text()!, reader.Text()!);
        }

        return new()
        {
            PayloadFormat = format < 0 ? null : (byte)format,
            ExpirySeconds = expiry < 0 ? null : (uint)expiry,
            ContentType = contentType,
            ResponseTopic = responseTopic,
            CorrelationData = correlation,
            UserProperties = properties,
        };
    }

    private static void Byte(ArrayBufferWriter<byte> buffer, byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    private static void Int32(ArrayBufferWriter<byte> buffer, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    private static void Int64(ArrayBufferWriter<byte> buffer, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    private static void Text(ArrayBufferWriter<byte> buffer, string? text) =>
        Bytes(buffer, text is null ? null : Encoding.UTF8.GetBytes(text));

    private static void Bytes(ArrayBufferWriter<byte> buffer, byte[]? bytes)
    {
        Int32(buffer, bytes?.Length ?? -1);
        buffer.Write(bytes);
    }

    private ref struct Reader(ReadOnlySpan<byte> stored)
    {
        private readonly ReadOnlySpan<byte> _stored = stored;

        public int Position { get; private set; }

        public byte Byte() => Take(1)[0];

        public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

        /// <summary>A count of things that are at least a byte each.</summary>
        public int Count()
        {
            var count = Int32();
            return count >= 0 && count <= _stored.Length - Position ? count : throw Damaged();
        }

        public string? Text() => Bytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

        public byte[]? Bytes()
        {
            var length = Int32();
            return length < 0 ? null : Take(length).ToArray();
        }

        private ReadOnlySpan<byte> Take(int bytes)
        {
            if (bytes > _stored.Length - Position)
            {
                throw Damaged();
            }

            var taken = _stored.Slice(Position, bytes);
            Position += bytes;
            return taken;
        }

        private static InvalidDataException Damaged() => new("a stored message is damaged");
    }
}
