namespace Weir.Protocols.Mqtt;

/// <summary>One application message on its way through the broker.</summary>
/// <remarks>The payload may point into a pooled buffer: it is valid until the call it was given to has finished.</remarks>
public readonly record struct MqttMessage
{
    public required string Topic { get; init; }

    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>0 or 1.</summary>
    public byte Qos { get; init; }

    public bool Retain { get; init; }

    /// <summary>Null when the message has none, which is the common case.</summary>
    public MqttMessageProperties? Properties { get; init; }

    /// <summary>When the broker received it, in milliseconds since 1970.</summary>
    public long ReceivedAt { get; init; }

    /// <summary>How many times a consumer of messages has published it on.</summary>
    public int Depth { get; init; }

    /// <summary>When it is no longer worth delivering, in milliseconds since 1970.</summary>
    public long ExpiresAt => Properties?.ExpirySeconds is { } seconds ? ReceivedAt + (seconds * 1000L) : long.MaxValue;
}

/// <summary>What an MQTT 5 publisher may say about a message; passed on to subscribers unchanged.</summary>
public sealed record MqttMessageProperties
{
    /// <summary>1 when the payload is UTF-8 text.</summary>
    public byte? PayloadFormat { get; init; }
    public uint? ExpirySeconds { get; init; }
    public string? ContentType { get; init; }
    public string? ResponseTopic { get; init; }
    public byte[]? CorrelationData { get; init; }
    public IReadOnlyList<MqttUserProperty> UserProperties { get; init; } = [];
}

public readonly record struct MqttUserProperty(string Name, string Value);
