namespace Weir.Protocols.Mqtt;

/// <summary>Where sessions, their queues and retained messages survive. Implemented by the service behind the broker.</summary>
/// <remarks>A returned write is durable. Writes take effect in the order of the calls. Safe from any thread.</remarks>
public interface IMqttSessionStore
{
    /// <summary>Every session, when the broker starts.</summary>
    IReadOnlyList<MqttStoredSession> LoadSessions();

    ValueTask SaveSessionAsync(MqttStoredSession session, CancellationToken cancellationToken);

    /// <summary>Forgets a session and its queue.</summary>
    ValueTask DeleteSessionAsync(MqttSessionKey key, CancellationToken cancellationToken);

    /// <summary>Adds to queues and sets retained messages, all or nothing. A retained message with an empty payload is deleted.</summary>
    ValueTask AppendAsync(MqttStoreChanges changes, CancellationToken cancellationToken);

    /// <summary>Removes what clients have acknowledged.</summary>
    ValueTask RemoveAsync(IReadOnlyList<MqttQueueEntry> entries, CancellationToken cancellationToken);

    /// <summary>A part of a session's queue, in order.</summary>
    IReadOnlyList<MqttQueuedMessage> ReadQueue(MqttSessionKey key, long fromSequence, int messagesMax);

    /// <summary>The highest sequence in a session's queue, and how many there are; (-1, 0) when it is empty.</summary>
    (long LastSequence, int Count) MeasureQueue(MqttSessionKey key);

    /// <summary>Retained messages whose topic starts with this text, in topic order.</summary>
    IReadOnlyList<MqttMessage> ReadRetained(string realm, string topicPrefix);
}

public readonly record struct MqttSessionKey(string Realm, string ClientId);

public readonly record struct MqttQueueEntry(MqttSessionKey Session, long Sequence);

/// <summary>What survives of a session, beside its queue.</summary>
public sealed record MqttStoredSession
{
    public required MqttSessionKey Key { get; init; }
    public required uint ExpirySeconds { get; init; }
    public required IReadOnlyList<MqttSubscription> Subscriptions { get; init; }

    /// <summary>Null while connected, and after a crash.</summary>
    public DateTimeOffset? DisconnectedAt { get; init; }
}

/// <summary>A message as it waits for one session.</summary>
public readonly record struct MqttQueuedMessage
{
    public required MqttSessionKey Session { get; init; }
    public required long Sequence { get; init; }

    /// <summary>With the retain flag that the subscriber is to see.</summary>
    public required MqttMessage Message { get; init; }
    public IReadOnlyList<int> SubscriptionIds { get; init; }
}

public sealed class MqttStoreChanges(string realm)
{
    public string Realm { get; } = realm;

    public List<MqttQueuedMessage> Queued { get; } = [];

    public List<MqttMessage> Retained { get; } = [];

    public bool IsEmpty => Queued.Count == 0 && Retained.Count == 0;
}
