using System.Text;

namespace Weir.Protocols.Mqtt;

/// <summary>Topic aliases of one MQTT 5 connection, both ways. Each way is used by one thread at a time.</summary>
internal sealed class MqttTopicAliases(int incomingMax)
{
    private readonly string?[] _incoming = new string?[incomingMax + 1];
    private readonly Dictionary<string, int> _outgoing = new(StringComparer.Ordinal);

    /// <summary>How many the client takes.</summary>
    public int OutgoingMax { get; set; }

    /// <summary>The topic of a PUBLISH with an alias: a new meaning, or what it stands for.</summary>
    public string Incoming(ushort alias, ReadOnlySpan<byte> topic)
    {
        if (alias == 0 || alias >= _incoming.Length)
        {
            throw new MqttProtocolException(MqttReason.TopicAliasInvalid, $"topic alias {alias}");
        }

        if (!topic.IsEmpty)
        {
            _incoming[alias] = Encoding.UTF8.GetString(topic);
        }

        return _incoming[alias]
            ?? throw new MqttProtocolException(MqttReason.ProtocolError, $"topic alias {alias} stands for nothing");
    }

    /// <summary>The topic to write: empty when the alias alone will do. The alias is 0 when there is none.</summary>
    public string Outgoing(string topic, out int alias)
    {
        if (OutgoingMax == 0)
        {
            alias = 0;
            return topic;
        }

        if (_outgoing.TryGetValue(topic, out alias))
        {
            return "";
        }

        if (_outgoing.Count < OutgoingMax)
        {
            alias = _outgoing.Count + 1;
            _outgoing[topic] = alias;
        }

        return topic;
    }
}
