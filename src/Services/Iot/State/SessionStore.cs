using System.Globalization;
using Weir.Kernel.State;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Domain;

namespace Weir.Services.Iot.State;

/// <summary>The broker's sessions, queues and retained messages, in the state store.</summary>
internal sealed class SessionStore(IStateStore store) : IMqttSessionStore
{
    private static readonly Keyspace Queue = new("iot_queue");
    private static readonly Keyspace Retained = new("iot_retained");

    private readonly StateTable<SessionState> _sessions = new("iot_sessions", IotJson.Default.SessionState);

    public IReadOnlyList<MqttStoredSession> LoadSessions() => store.Read(state => _sessions.Scan(state, default)
        .Select(entry => new MqttStoredSession
        {
            Key = new(entry.Value.Realm, entry.Value.ClientId),
            ExpirySeconds = entry.Value.ExpirySeconds,
            Subscriptions = entry.Value.Subscriptions,
            DisconnectedAt = entry.Value.DisconnectedAt,
        })
        .ToList());

    public async ValueTask SaveSessionAsync(MqttStoredSession session, CancellationToken cancellationToken)
    {
        var state = new SessionState
        {
            Realm = session.Key.Realm,
            ClientId = session.Key.ClientId,
            ExpirySeconds = session.ExpirySeconds,
            DisconnectedAt = session.DisconnectedAt,
            Subscriptions = session.Subscriptions,
        };
        await store.WriteAsync(
            writer =>
            {
                _sessions.Put(writer, KeyOf(session.Key), state);
                return true;
            },
            cancellationToken);
    }

    public async ValueTask DeleteSessionAsync(MqttSessionKey key, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            writer =>
            {
                _sessions.Delete(writer, KeyOf(key));
                return writer.DeleteRange(Queue, QueuePrefix(key), QueuePrefix(key).Next());
            },
            cancellationToken);

    public async ValueTask AppendAsync(MqttStoreChanges changes, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Parse(changes.Realm);
        await store.WriteAsync(
            writer =>
            {
                foreach (var queued in changes.Queued)
                {
                    writer.Put(
                        Queue, QueueKey(queued.Session, queued.Sequence), MessageCodec.Encode(queued.Message, queued.SubscriptionIds ?? []));
                }

                foreach (var message in changes.Retained)
                {
                    if (message.Payload.IsEmpty)
                    {
                        writer.Delete(Retained, realm.Key(message.Topic));
                    }
                    else
                    {
                        writer.Put(Retained, realm.Key(message.Topic), MessageCodec.Encode(message, []));
                    }
                }

                return true;
            },
            cancellationToken);
    }

    public async ValueTask RemoveAsync(IReadOnlyList<MqttQueueEntry> entries, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            writer =>
            {
                foreach (var entry in entries)
                {
                    writer.Delete(Queue, QueueKey(entry.Session, entry.Sequence));
                }

                return true;
            },
            cancellationToken);

    public IReadOnlyList<MqttQueuedMessage> ReadQueue(MqttSessionKey key, long fromSequence, int messagesMax) =>
        store.Read(state => state.Scan(Queue, QueueKey(key, fromSequence), QueuePrefix(key).Next())
            .Take(messagesMax)
            .Select(entry => Decode(key, entry))
            .ToList());

    public (long LastSequence, int Count) MeasureQueue(MqttSessionKey key) => store.Read(state =>
    {
        var count = state.Scan(Queue, QueuePrefix(key), QueuePrefix(key).Next()).Count();
        return count == 0 ? (-1, 0)
            : (SequenceOf(state.Scan(Queue, QueuePrefix(key), QueuePrefix(key).Next(), reverse: true).First().Key), count);
    });

    public IReadOnlyList<MqttMessage> ReadRetained(string realm, string topicPrefix)
    {
        var from = IotRealm.Parse(realm).Key(topicPrefix);
        return store.Read(state => state.Scan(Retained, from, from.Next())
            .Select(entry => MessageCodec.Decode(entry.Value, out _))
            .ToList());
    }

    /// <summary>One retained message; null when the topic has none.</summary>
    public MqttMessage? FindRetained(IotRealm realm, string topic) => store.Read(state =>
        state.Get(Retained, realm.Key(topic)) is { } stored ? MessageCodec.Decode(stored, out _) : (MqttMessage?)null);

    /// <summary>Retained messages in topic order, after a topic.</summary>
    public IReadOnlyList<MqttMessage> ListRetained(IotRealm realm, string? after, int countMax) => store.Read(state =>
        state.Scan(Retained, after is null ? realm.Prefix() : realm.Key(after, ""), realm.Prefix().Next())
            .Select(entry => MessageCodec.Decode(entry.Value, out _))
            .Where(message => message.Topic != after)
            .Take(countMax)
            .ToList());

    private static MqttQueuedMessage Decode(MqttSessionKey key, StateEntry entry)
    {
        var message = MessageCodec.Decode(entry.Value, out var subscriptionIds);
        return new()
        {
            Session = key,
            Sequence = SequenceOf(entry.Key),
            Message = message,
            SubscriptionIds = subscriptionIds,
        };
    }

    private static StateKey KeyOf(MqttSessionKey key) => IotRealm.Parse(key.Realm).Key(key.ClientId);

    private static StateKey QueuePrefix(MqttSessionKey key) => IotRealm.Parse(key.Realm).Prefix(key.ClientId);

    private static StateKey QueueKey(MqttSessionKey key, long sequence) =>
        IotRealm.Parse(key.Realm).Key(key.ClientId, sequence.ToString("x16", CultureInfo.InvariantCulture));

    private static long SequenceOf(StateKey key) =>
        long.Parse(key.Parts(4)[3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
