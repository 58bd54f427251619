namespace Weir.Protocols.Mqtt;

/// <summary>Who gets the messages of one topic. Immutable; remembered until a subscription of the realm changes.</summary>
internal sealed record MqttRoute(MqttRouteTarget[] Targets, SharedGroup[] Groups)
{
    public static MqttRoute Nobody { get; } = new([], []);

    public bool IsEmpty => Targets.Length == 0 && Groups.Length == 0;
}

internal sealed record MqttRouteTarget(MqttSession Session, byte Qos, bool NoLocal, bool RetainAsPublished, int[] SubscriptionIds)
{
    public static MqttRouteTarget Of(MqttSession session, MqttSubscription subscription) => new(
        session,
        subscription.Qos,
        subscription.NoLocal,
        subscription.RetainAsPublished,
        subscription.SubscriptionId == 0 ? [] : [subscription.SubscriptionId]);

    public MqttRouteTarget Merge(MqttRouteTarget other) => new(
        Session,
        Math.Max(Qos, other.Qos),
        NoLocal && other.NoLocal,
        RetainAsPublished || other.RetainAsPublished,
        [.. SubscriptionIds, .. other.SubscriptionIds]);
}

/// <summary>The members of one <c>$share</c> group at one filter; each message goes to one of them in turn.</summary>
/// <remarks>Changed under the realm's lock; picked from without it, so the members are replaced as a whole.</remarks>
internal sealed class SharedGroup
{
    private volatile MqttRouteTarget[] _members = [];
    private int _turn;

    public void Set(MqttSession session, MqttSubscription subscription)
    {
        Remove(session);
        _members = [.. _members, MqttRouteTarget.Of(session, subscription)];
    }

    /// <summary>True when nobody is left.</summary>
    public bool Remove(MqttSession session)
    {
        _members = [.. _members.Where(member => member.Session != session)];
        return _members.Length == 0;
    }

    /// <summary>The next member who is connected; failing that, one whose session keeps messages.</summary>
    public MqttRouteTarget? Pick()
    {
        var members = _members;
        var turn = (uint)Interlocked.Increment(ref _turn);
        MqttRouteTarget? absent = null;
        for (var step = 0U; step < members.Length; step++)
        {
            var member = members[(turn + step) % (uint)members.Length];
            if (member.Session.IsConnected)
            {
                return member;
            }

            absent ??= member.Session.IsPersistent && member.Qos > 0 ? member : null;
        }

        return absent;
    }
}
