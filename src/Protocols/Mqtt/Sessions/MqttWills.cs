namespace Weir.Protocols.Mqtt;

/// <summary>Wills that wait for their delay (MQTT 5). Safe from any thread.</summary>
internal sealed class MqttWills
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MqttSessionKey, (MqttWill Will, MqttPublisher Publisher, DateTimeOffset DueAt)> _waiting = [];

    public void Add(MqttSessionKey key, MqttWill will, MqttPublisher publisher, DateTimeOffset dueAt)
    {
        lock (_gate)
        {
            _waiting[key] = (will, publisher, dueAt);
        }
    }

    /// <summary>The client came back in time.</summary>
    public void Cancel(MqttSessionKey key)
    {
        lock (_gate)
        {
            _waiting.Remove(key);
        }
    }

    public List<(MqttWill Will, MqttPublisher Publisher)> Due(DateTimeOffset now)
    {
        lock (_gate)
        {
            var due = _waiting.Where(entry => entry.Value.DueAt <= now).ToList();
            due.ForEach(entry => _waiting.Remove(entry.Key));
            return due.ConvertAll(entry => (entry.Value.Will, entry.Value.Publisher));
        }
    }

    /// <summary>The session ends: its will is due now.</summary>
    public List<(MqttWill Will, MqttPublisher Publisher)> Take(MqttSessionKey key)
    {
        lock (_gate)
        {
            return _waiting.Remove(key, out var entry) ? [(entry.Will, entry.Publisher)] : [];
        }
    }
}
