namespace Weir.Protocols.Mqtt;

/// <summary>Every limit of the broker. The defaults are those AWS IoT Core documents, unless a remark says otherwise.</summary>
public sealed record MqttSettings
{
    public int PayloadBytesMax { get; init; } = 128 * 1024;

    /// <summary>Room for header, topic and properties beside the payload.</summary>
    public int PacketBytesMax { get; init; } = (128 * 1024) + (16 * 1024);

    public int TopicBytesMax { get; init; } = 256;

    public int TopicSlashesMax { get; init; } = 7;

    public int ClientIdBytesMax { get; init; } = 128;

    public int FiltersPerSubscribeMax { get; init; } = 8;

    public int SubscriptionsPerSessionMax { get; init; } = 50;

    /// <summary>How many publishes of one client may wait for their acknowledgement (AWS: 100; more lets group commits fill up).</summary>
    public int ReceiveMaximum { get; init; } = 1000;

    /// <summary>How many QoS 1 messages may be on their way to one client without its acknowledgement.</summary>
    public int InFlightMax { get; init; } = 100;

    /// <summary>How many topic aliases a client may set, and how many are set towards it.</summary>
    public int TopicAliasMaximum { get; init; } = 8;

    /// <summary>Messages kept in memory for one connected client that is slow.</summary>
    public int PendingMessagesMax { get; init; } = 1000;

    public int PendingBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Messages stored for one session; later ones are dropped and counted.</summary>
    public int StoredMessagesMax { get; init; } = 100_000;

    /// <summary>Unsent bytes of one connection beyond which QoS 0 messages are dropped and its reading pauses.</summary>
    public int OutboundBytesMax { get; init; } = 1024 * 1024;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public int KeepAliveSecondsMin { get; init; } = 30;

    public int KeepAliveSecondsMax { get; init; } = 1200;

    /// <summary>The life of a persistent session of MQTT 3.1.1, which cannot say.</summary>
    public TimeSpan SessionExpiryDefault { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan SessionExpiryMax { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Messages on topics below these go to the message sink alone, never to subscribers.</summary>
    public IReadOnlyList<string> SinkOnlyPrefixes { get; init; } = [];

    /// <summary>Topics remembered with their subscribers, so that routing is one look-up.</summary>
    public int RouteCacheMax { get; init; } = 20_000;

    /// <summary>True for a topic name within the limits, which are for what follows a sink-only prefix and its one further level.</summary>
    internal bool AllowsTopic(string topic)
    {
        var limited = topic;
        foreach (var prefix in SinkOnlyPrefixes)
        {
            if (topic.StartsWith(prefix, StringComparison.Ordinal) && topic.IndexOf('/', prefix.Length) is > 0 and var slash)
            {
                limited = topic[(slash + 1)..];
            }
        }

        return MqttTopics.IsName(topic) && MqttTopics.IsWithin(limited, TopicBytesMax, TopicSlashesMax);
    }

    /// <summary>How long the session that a client asks for outlives its connection, in seconds.</summary>
    internal uint ExpirySeconds(ConnectPacket packet)
    {
        var max = (uint)SessionExpiryMax.TotalSeconds;
        return packet.Version == MqttVersion.V5
            ? Math.Min(packet.Properties.SessionExpirySeconds ?? 0, max)
            : packet.CleanStart ? 0 : Math.Min((uint)SessionExpiryDefault.TotalSeconds, max);
    }
}
