using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;

namespace Weir.Protocols.Mqtt;

/// <summary>Routes messages to the sink, to the store and to sessions, and keeps the sessions. Safe from any thread.</summary>
public sealed class MqttBroker(
    MqttSettings settings,
    IMqttMessageSink sink,
    IMqttSessionStore store,
    HopMetrics metrics,
    TimeProvider clock,
    ILogger<MqttBroker> logger) : BackgroundService
{
    public const string Hop = "iot";

    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, MqttRealm> _realms = new(StringComparer.Ordinal);
    private readonly Lock _restoring = new();
    private volatile bool _isRestored;
    private readonly MqttAcknowledgements _acknowledgements = new(store, logger);
    private readonly MqttWills _wills = new();

    /// <summary>Connections to look after: keep-alive.</summary>
    private readonly ConcurrentDictionary<MqttConnection, bool> _connections = new();

    internal MqttSettings Settings => settings;

    internal TimeProvider Clock => clock;

    internal HopMetrics Metrics => metrics;

    internal ILogger Logger => logger;

    /// <summary>How many clients are connected now.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Restores sessions, unless a client was quicker.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        EnsureRestored();
        await base.StartAsync(cancellationToken);
    }

    /// <summary>
    /// Takes over messages: through the sink, into retained messages and the queues of persistent sessions (both durable when this
    /// returns), and out to those connected. The batch must stay valid until then; the caller disposes it.
    /// </summary>
    public ValueTask PublishAsync(MqttPublishBatch batch, CancellationToken cancellationToken)
    {
        EnsureRestored();
        var accepted = sink.AcceptAsync(batch, cancellationToken);
        var stored = Route(batch, cancellationToken, out var sequences);
        return accepted.IsCompletedSuccessfully && stored.IsCompletedSuccessfully && sequences is null
            ? ValueTask.CompletedTask
            : FinishAsync(accepted, stored, sequences);
    }

    /// <summary>Ends the connection of a client id, if it has one.</summary>
    public void Disconnect(string realm, string clientId, string why)
    {
        if (_realms.TryGetValue(realm, out var found) && found.Sessions.TryGetValue(clientId, out var session))
        {
            session.Receiver?.Stop(MqttReason.NotAuthorized, why);
        }
    }

    internal MqttRealm RealmOf(string name) => _realms.GetOrAdd(name, static (name, settings) => new(name, settings), settings);

    /// <summary>Gives the client its session: the former one, or a fresh one. Ends another connection of the same client id.</summary>
    internal async ValueTask<(MqttSession Session, bool IsPresent)> OpenSessionAsync(
        MqttConnection connection, string clientId, bool cleanStart, uint expirySeconds, CancellationToken cancellationToken)
    {
        EnsureRestored();
        _connections[connection] = true;
        var realm = RealmOf(connection.Realm);
        while (true)
        {
            var session = realm.Sessions.GetOrAdd(clientId, NewSession, realm);
            if (!session.TryClaim(connection, out var former))
            {
                former!.Stop(MqttReason.SessionTakenOver, "another connection uses this client id");
                await former.Completed.WaitAsync(cancellationToken);
                await Task.Yield();
                continue;
            }

            if (!realm.Sessions.TryGetValue(clientId, out var current) || current != session)
            {
                continue; // it expired between finding and claiming it
            }

            try
            {
                return (session, await ResumeAsync(realm, session, cleanStart, expirySeconds, cancellationToken));
            }
            catch
            {
                session.Release(connection);
                throw;
            }
        }
    }

    private async ValueTask<bool> ResumeAsync(
        MqttRealm realm, MqttSession session, bool cleanStart, uint expirySeconds, CancellationToken cancellationToken)
    {
        _wills.Cancel(session.Key);
        await _acknowledgements.FlushAsync();
        var isPresent = !cleanStart && session.IsKept;
        if (cleanStart && session.IsKept)
        {
            realm.UnsubscribeAll(session);
            await store.DeleteSessionAsync(session.Key, cancellationToken);
            session.Clear();
        }

        session.ExpirySeconds = expirySeconds;
        if (session.IsPersistent)
        {
            session.IsKept = true;
            await store.SaveSessionAsync(session.ToStored() with { DisconnectedAt = null }, cancellationToken);
        }

        return isPresent;
    }

    /// <summary>The connection is gone: its will is due, and its session kept or forgotten.</summary>
    internal async ValueTask CloseSessionAsync(MqttConnection connection, MqttSession session, MqttWill? will, MqttPublisher publisher)
    {
        _connections.TryRemove(connection, out _);
        session.Detach(connection);
        if (will is not null)
        {
            var delay = TimeSpan.FromSeconds(Math.Min(will.DelaySeconds, session.ExpirySeconds));
            if (delay > TimeSpan.Zero)
            {
                _wills.Add(session.Key, will, publisher, clock.GetUtcNow() + delay);
            }
            else
            {
                await PublishWillAsync(will, publisher);
            }
        }

        if (session.IsPersistent)
        {
            await store.SaveSessionAsync(session.ToStored(), CancellationToken.None);
            session.Release(connection);
        }
        else
        {
            await ForgetAsync(session);
            session.Release(connection);
        }
    }

    internal void Forget(MqttConnection connection) => _connections.TryRemove(connection, out _);

    /// <summary>Subscribes, durably for a session that is kept, then gives the filter's retained messages.</summary>
    internal async ValueTask SubscribeAsync(
        MqttSession session, IReadOnlyList<MqttSubscription> subscriptions, Action granted, CancellationToken cancellationToken)
    {
        var realm = RealmOf(session.Key.Realm);
        var isNew = new bool[subscriptions.Count];
        for (var index = 0; index < subscriptions.Count; index++)
        {
            isNew[index] = realm.Subscribe(session, subscriptions[index]);
        }

        if (session.IsPersistent)
        {
            await store.SaveSessionAsync(session.ToStored(), cancellationToken);
        }

        granted();
        for (var index = 0; index < subscriptions.Count; index++)
        {
            var handling = subscriptions[index].RetainHandling;
            if (handling == 0 || (handling == 1 && isNew[index]))
            {
                await SendRetainedAsync(session, subscriptions[index], cancellationToken);
            }
        }
    }

    internal async ValueTask<bool[]> UnsubscribeAsync(
        MqttSession session, IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        var realm = RealmOf(session.Key.Realm);
        bool[] existed = [.. filters.Select(filter => realm.Unsubscribe(session, filter))];
        if (session.IsPersistent)
        {
            await store.SaveSessionAsync(session.ToStored(), cancellationToken);
        }

        return existed;
    }

    internal void Acknowledged(MqttSession session, long sequence)
    {
        if (sequence != MqttSession.NotStored)
        {
            _acknowledgements.Add(new(session.Key, sequence));
        }
    }

    /// <summary>One pass of what time brings: silent clients, expired sessions, delayed wills. The worker's step.</summary>
    internal async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var connection in _connections.Keys)
        {
            connection.CheckKeepAlive();
        }

        var now = clock.GetUtcNow();
        foreach (var (will, publisher) in _wills.Due(now))
        {
            await PublishWillAsync(will, publisher);
        }

        foreach (var session in _realms.Values.SelectMany(realm => realm.Sessions.Values))
        {
            if (session.DisconnectedAt is { } since
                && session.ExpirySeconds != uint.MaxValue
                && since.AddSeconds(session.ExpirySeconds) <= now
                && session.TryClaim(NoConnection.Instance, out _))
            {
                foreach (var (will, publisher) in _wills.Take(session.Key))
                {
                    await PublishWillAsync(will, publisher);
                }

                await ForgetAsync(session);
                session.Release(NoConnection.Instance);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepPeriod, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.BackgroundFailed(exception);
            }
        }
    }

    /// <summary>Listeners may accept before hosted services have started: whoever comes first restores.</summary>
    private void EnsureRestored()
    {
        if (!_isRestored)
        {
            lock (_restoring)
            {
                if (!_isRestored)
                {
                    Restore();
                    _isRestored = true;
                }
            }
        }
    }

    private void Restore()
    {
        var sessions = store.LoadSessions();
        foreach (var stored in sessions)
        {
            var realm = RealmOf(stored.Key.Realm);
            var session = NewSession(stored.Key.ClientId, realm);
            session.ExpirySeconds = stored.ExpirySeconds;
            session.IsKept = true;
            session.DisconnectedAt = stored.DisconnectedAt ?? clock.GetUtcNow();
            var (lastSequence, count) = store.MeasureQueue(stored.Key);
            session.Restore(lastSequence, count);
            realm.Sessions[stored.Key.ClientId] = session;
            foreach (var subscription in stored.Subscriptions)
            {
                realm.Subscribe(session, subscription);
            }
        }

        if (sessions.Count > 0)
        {
            logger.Restored(sessions.Count);
        }
    }

    private MqttSession NewSession(string clientId, MqttRealm realm) =>
        new(new(realm.Name, clientId), settings, store, clock);

    private async ValueTask ForgetAsync(MqttSession session)
    {
        var realm = RealmOf(session.Key.Realm);
        realm.UnsubscribeAll(session);
        if (session.IsKept)
        {
            await store.DeleteSessionAsync(session.Key, CancellationToken.None);
            session.IsKept = false;
        }

        realm.Sessions.TryRemove(new(session.Key.ClientId, session));
    }

    private async ValueTask PublishWillAsync(MqttWill will, MqttPublisher publisher)
    {
        using var batch = new MqttPublishBatch(publisher);
        batch.Add(new()
        {
            Topic = will.Topic,
            Payload = will.Payload,
            Qos = will.Qos,
            Retain = will.Retain,
            Properties = will.Properties,
            ReceivedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        try
        {
            await PublishAsync(batch, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.NotAccepted(exception, publisher.ClientId);
        }
    }

    private async ValueTask SendRetainedAsync(MqttSession session, MqttSubscription subscription, CancellationToken cancellationToken)
    {
        if (subscription.Filter.StartsWith(MqttTopics.SharePrefix, StringComparison.Ordinal))
        {
            return; // [MQTT-4.8.2]: a shared subscription gets no retained messages
        }

        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var target = MqttRouteTarget.Of(session, subscription);
        var changes = new MqttStoreChanges(session.Key.Realm);
        var deliveries = new List<Delivery>();
        foreach (var message in store.ReadRetained(session.Key.Realm, MqttTopics.LiteralPrefix(subscription.Filter)))
        {
            if (message.ExpiresAt > now && MqttTopics.Matches(subscription.Filter, message.Topic))
            {
                Plan(message, -1, target, retain: true, changes, deliveries);
            }
        }

        var stored = changes.IsEmpty ? ValueTask.CompletedTask : store.AppendAsync(changes, cancellationToken);
        foreach (var delivery in deliveries)
        {
            Carry(delivery, delivery.Retained);
        }

        await stored;
        foreach (var delivery in deliveries)
        {
            if (delivery.Sequence != MqttSession.NotStored)
            {
                delivery.Target.Session.Appended(delivery.Sequence);
            }
        }
    }

    /// <summary>Finds the receivers, starts the one durable write, and hands the messages out.</summary>
    private ValueTask Route(MqttPublishBatch batch, CancellationToken cancellationToken, out List<Delivery>? stored)
    {
        stored = null;
        var realm = RealmOf(batch.Publisher.Realm);
        List<Delivery>? deliveries = null;
        MqttStoreChanges? changes = null;
        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var message = ref batch[index];
            if (message.Topic[0] == '$' && IsForSinkOnly(message.Topic))
            {
                continue;
            }

            if (message.Retain)
            {
                (changes ??= new(realm.Name)).Retained.Add(message);
            }

            var route = realm.RouteOf(message.Topic);
            if (!route.IsEmpty)
            {
                Plan(batch, index, route, changes ??= new(realm.Name), deliveries ??= []);
            }
        }

        var write = changes is null or { IsEmpty: true } ? ValueTask.CompletedTask : store.AppendAsync(changes, cancellationToken);
        foreach (var delivery in deliveries ?? [])
        {
            Carry(delivery, batch[delivery.Index]);
            if (delivery.Sequence != MqttSession.NotStored)
            {
                (stored ??= []).Add(delivery);
            }
        }

        return write;
    }

    private static async ValueTask FinishAsync(ValueTask accepted, ValueTask stored, List<Delivery>? sequences)
    {
        // both are always awaited: they read the batch's memory
        try
        {
            await accepted;
        }
        finally
        {
            await stored;
            foreach (var delivery in sequences ?? [])
            {
                delivery.Target.Session.Appended(delivery.Sequence);
            }
        }
    }

    private void Plan(MqttPublishBatch batch, int index, MqttRoute route, MqttStoreChanges changes, List<Delivery> deliveries)
    {
        ref readonly var message = ref batch[index];
        foreach (var target in route.Targets)
        {
            if (!target.NoLocal || target.Session.Key.ClientId != batch.Publisher.ClientId)
            {
                Plan(message, index, target, message.Retain && target.RetainAsPublished, changes, deliveries);
            }
        }

        foreach (var group in route.Groups)
        {
            if (group.Pick() is { } target)
            {
                Plan(message, index, target, message.Retain && target.RetainAsPublished, changes, deliveries);
            }
        }
    }

    private void Plan(
        in MqttMessage message, int index, MqttRouteTarget target, bool retain, MqttStoreChanges changes, List<Delivery> deliveries)
    {
        var qos = Math.Min(message.Qos, target.Qos);
        if (target.Session.Reserve(qos) is not { } sequence)
        {
            metrics.Failed(Hop, "session", "queue-full");
            return;
        }

        if (sequence != MqttSession.NotStored)
        {
            changes.Queued.Add(new()
            {
                Session = target.Session.Key,
                Sequence = sequence,
                Message = message with { Qos = qos, Retain = retain },
                SubscriptionIds = target.SubscriptionIds,
            });
        }

        deliveries.Add(new(index, target, qos, retain, sequence) { Retained = index < 0 ? message : default });
    }

    private void Carry(in Delivery delivery, in MqttMessage message)
    {
        var target = delivery.Target;
        if (target.Session.Deliver(message, delivery.Qos, delivery.Retain, target.SubscriptionIds, delivery.Sequence))
        {
            metrics.Out(Hop, "subscribers", 1, message.Payload.Length);
        }
        else if (target.Session.IsConnected)
        {
            metrics.Failed(Hop, "subscribers", "dropped");
        }
    }

    private bool IsForSinkOnly(string topic)
    {
        foreach (var prefix in settings.SinkOnlyPrefixes)
        {
            if (topic.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Delivery(int Index, MqttRouteTarget Target, byte Qos, bool Retain, long Sequence)
    {
        public MqttMessage Retained { get; init; }
    }
}
