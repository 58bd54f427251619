using System.Buffers;

namespace Weir.Protocols.Mqtt;

/// <summary>Messages of one publisher that travel together. Filled by one thread, then read only.</summary>
public sealed class MqttPublishBatch(MqttPublisher publisher) : IDisposable
{
    private MqttMessage[] _messages = ArrayPool<MqttMessage>.Shared.Rent(16);
    private byte[]? _buffer;

    public MqttPublisher Publisher { get; } = publisher;

    public int Count { get; private set; }

    public long PayloadBytes { get; private set; }

    public ref readonly MqttMessage this[int index] => ref _messages[index];

    public void Add(in MqttMessage message)
    {
        if (Count == _messages.Length)
        {
            var larger = ArrayPool<MqttMessage>.Shared.Rent(Count * 2);
            _messages.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<MqttMessage>.Shared.Return(_messages, clearArray: true);
            _messages = larger;
        }

        _messages[Count++] = message;
        PayloadBytes += message.Payload.Length;
    }

    /// <summary>Hands over the pooled array that the payloads point into.</summary>
    internal void Own(byte[] buffer) => _buffer = buffer;

    /// <summary>Gives the memory back; nothing may read the messages any more.</summary>
    public void Dispose()
    {
        if (_messages.Length > 0)
        {
            ArrayPool<MqttMessage>.Shared.Return(_messages, clearArray: true);
            _messages = [];
            Count = 0;
        }

        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }
}

/// <summary>Where messages come from.</summary>
public sealed record MqttPublisher
{
    public required string Realm { get; init; }
    public required string ClientId { get; init; }
    /// <summary>The principal's id; see <see cref="IMqttPrincipal.Id"/>.</summary>
    public required string PrincipalId { get; init; }
    public required MqttTransport Transport { get; init; }
    public System.Net.IPAddress? RemoteAddress { get; init; }
}
