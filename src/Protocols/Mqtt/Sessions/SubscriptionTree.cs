namespace Weir.Protocols.Mqtt;

/// <summary>The subscriptions of one realm, level by level. Not safe from several threads: its realm locks.</summary>
internal sealed class SubscriptionTree
{
    private readonly Node _root = new();

    public void Add(MqttSession session, MqttSubscription subscription)
    {
        MqttTopics.TryCutShare(subscription.Filter, out var group, out var filter);
        var node = _root;
        foreach (var level in filter.Split('/'))
        {
            node = node.ChildOf(level);
        }

        if (group is null)
        {
            (node.Subscribers ??= [])[session] = subscription;
        }
        else
        {
            node.Groups ??= new(StringComparer.Ordinal);
            if (!node.Groups.TryGetValue(group, out var members))
            {
                node.Groups[group] = members = new();
            }

            members.Set(session, subscription);
        }
    }

    public void Remove(MqttSession session, string subscription)
    {
        MqttTopics.TryCutShare(subscription, out var group, out var filter);
        Remove(_root, filter.Split('/'), 0, session, group);
    }

    /// <summary>Everybody who is to get messages of a topic.</summary>
    public MqttRoute RouteOf(string topic)
    {
        var found = new Matches();
        Collect(_root, topic.Split('/'), 0, allowWildcard: topic[0] != '$', found);
        return found.ToRoute();
    }

    private static bool Remove(Node node, string[] levels, int depth, MqttSession session, string? group)
    {
        if (depth < levels.Length)
        {
            if (node.Children?.TryGetValue(levels[depth], out var child) == true && Remove(child, levels, depth + 1, session, group))
            {
                node.Children.Remove(levels[depth]);
            }
        }
        else if (group is null)
        {
            node.Subscribers?.Remove(session);
        }
        else if (node.Groups?.TryGetValue(group, out var members) == true && members.Remove(session))
        {
            node.Groups.Remove(group);
        }

        return node.IsEmpty;
    }

    private static void Collect(Node node, string[] levels, int depth, bool allowWildcard, Matches found)
    {
        if (depth == levels.Length)
        {
            found.Add(node);
            found.Add(node.Find("#")); // "a/#" matches "a" too
            return;
        }

        if (node.Children is null)
        {
            return;
        }

        if (allowWildcard || depth > 0)
        {
            found.Add(node.Find("#"));
            if (node.Find("+") is { } plus)
            {
                Collect(plus, levels, depth + 1, allowWildcard, found);
            }
        }

        if (node.Find(levels[depth]) is { } child)
        {
            Collect(child, levels, depth + 1, allowWildcard, found);
        }
    }

    private sealed class Node
    {
        public Dictionary<string, Node>? Children { get; private set; }
        public Dictionary<MqttSession, MqttSubscription>? Subscribers { get; set; }
        public Dictionary<string, SharedGroup>? Groups { get; set; }

        public bool IsEmpty => Children is not { Count: > 0 } && Subscribers is not { Count: > 0 } && Groups is not { Count: > 0 };

        public Node? Find(string level) => Children?.GetValueOrDefault(level);

        public Node ChildOf(string level)
        {
            Children ??= new(StringComparer.Ordinal);
            if (!Children.TryGetValue(level, out var child))
            {
                Children[level] = child = new();
            }

            return child;
        }
    }

    /// <summary>One delivery per session even when several of its filters match, at the best QoS, with every subscription id.</summary>
    private sealed class Matches
    {
        private readonly Dictionary<MqttSession, MqttRouteTarget> _targets = [];
        private readonly List<SharedGroup> _groups = [];

        public void Add(Node? node)
        {
            if (node is null)
            {
                return;
            }

            foreach (var (session, subscription) in node.Subscribers ?? [])
            {
                var target = MqttRouteTarget.Of(session, subscription);
                _targets[session] = _targets.TryGetValue(session, out var former) ? former.Merge(target) : target;
            }

            _groups.AddRange(node.Groups?.Values ?? Enumerable.Empty<SharedGroup>());
        }

        public MqttRoute ToRoute() =>
            _targets.Count == 0 && _groups.Count == 0 ? MqttRoute.Nobody : new([.. _targets.Values], [.. _groups]);
    }
}
