using System.Collections.Concurrent;

namespace Weir.Protocols.Mqtt;

/// <summary>One name space of client ids and topics. Safe from any thread.</summary>
internal sealed class MqttRealm(string name, MqttSettings settings)
{
    private readonly Lock _gate = new();
    private readonly SubscriptionTree _tree = new();
    private volatile ConcurrentDictionary<string, MqttRoute> _routes = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public ConcurrentDictionary<string, MqttSession> Sessions { get; } = new(StringComparer.Ordinal);

    public MqttRoute RouteOf(string topic)
    {
        if (_routes.TryGetValue(topic, out var route))
        {
            return route;
        }

        lock (_gate)
        {
            // inside the lock: a route made from an older tree must not outlive a change of it
            if (_routes.Count >= settings.RouteCacheMax)
            {
                _routes = new(StringComparer.Ordinal);
            }

            return _routes[topic] = _tree.RouteOf(topic);
        }
    }

    /// <summary>True when the session did not have this filter before.</summary>
    public bool Subscribe(MqttSession session, MqttSubscription subscription)
    {
        lock (_gate)
        {
            var isNew = !session.Subscriptions.ContainsKey(subscription.Filter);
            session.Subscriptions[subscription.Filter] = subscription;
            _tree.Add(session, subscription);
            _routes = new(StringComparer.Ordinal);
            return isNew;
        }
    }

    public bool Unsubscribe(MqttSession session, string filter)
    {
        lock (_gate)
        {
            if (!session.Subscriptions.TryRemove(filter, out _))
            {
                return false;
            }

            _tree.Remove(session, filter);
            _routes = new(StringComparer.Ordinal);
            return true;
        }
    }

    public void UnsubscribeAll(MqttSession session)
    {
        foreach (var filter in session.Subscriptions.Keys)
        {
            Unsubscribe(session, filter);
        }
    }
}
