using System.Collections.Concurrent;
using Weir.Protocols.Mqtt;

namespace Weir.Services.Iot.Rules;

/// <summary>The enabled rules of one realm. Immutable, but for what it remembers of topics; safe from any thread.</summary>
internal sealed class RuleSet(IReadOnlyList<CompiledRule> rules)
{
    public const string BasicIngest = "$aws/rules/";

    private readonly ConcurrentDictionary<string, CompiledRule[]> _byTopic = new(StringComparer.Ordinal);

    public bool IsEmpty => rules.Count == 0;

    /// <summary>The rules that a message on this topic triggers.</summary>
    public CompiledRule[] Match(string topic)
    {
        if (IsEmpty)
        {
            return [];
        }

        if (_byTopic.TryGetValue(topic, out var found))
        {
            return found;
        }

        found = topic.StartsWith(BasicIngest, StringComparison.Ordinal)
            ? [.. rules.Where(rule => rule.Name == BasicIngestRule(topic))]
            : [.. rules.Where(rule => rule.Query.TopicFilter is { } filter && MqttTopics.Matches(filter, topic))];
        if (_byTopic.Count >= IotLimits.RuleCacheMax)
        {
            _byTopic.Clear();
        }

        _byTopic[topic] = found;
        return found;
    }

    /// <summary>The topic as statements see it: basic ingest's prefix is not part of it.</summary>
    public static string TopicOf(string topic)
    {
        if (!topic.StartsWith(BasicIngest, StringComparison.Ordinal))
        {
            return topic;
        }

        var slash = topic.IndexOf('/', BasicIngest.Length);
        return slash < 0 ? "" : topic[(slash + 1)..];
    }

    private static string BasicIngestRule(string topic)
    {
        var slash = topic.IndexOf('/', BasicIngest.Length);
        return slash < 0 ? topic[BasicIngest.Length..] : topic[BasicIngest.Length..slash];
    }
}
