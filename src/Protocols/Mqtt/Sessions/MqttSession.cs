using System.Collections.Concurrent;

namespace Weir.Protocols.Mqtt;

/// <summary>What the broker knows of one client id: subscriptions, and messages on their way to it.</summary>
/// <remarks>
/// <para>A persistent session's QoS 1 messages are in the store until acknowledged; memory holds a bounded window of them while
/// the client is connected. <c>[_storeFrom, _storeTo)</c> are the sequences that are in the store alone.</para>
/// <para>Safe from any thread; its lock is taken before a connection's.</para>
/// </remarks>
internal sealed class MqttSession(MqttSessionKey key, MqttSettings settings, IMqttSessionStore store, TimeProvider clock)
{
    private const int RefillMessages = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, long> _inFlight = [];
    private readonly Queue<Waiting> _waiting = new();

    /// <summary>Sequences given out whose append is not yet known to be durable.</summary>
    private readonly SortedSet<long> _appending = [];

    /// <summary>Sequences that a former connection sent: they go out again under the same packet ids.</summary>
    private Dictionary<long, ushort> _resumed = [];
    private IMqttReceiver? _owner;
    private volatile IMqttReceiver? _receiver;
    private long _waitingBytes;
    private long _nextSequence;
    private long _storeFrom;
    private long _storeTo;
    private int _stored;
    private ushort _lastPacketId;

    public const long NotStored = -1;

    public MqttSessionKey Key { get; } = key;

    /// <summary>By filter. Changed under the realm's lock only.</summary>
    public ConcurrentDictionary<string, MqttSubscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    public uint ExpirySeconds { get; set; }

    public bool IsPersistent => ExpirySeconds > 0;

    public bool IsConnected => _receiver is not null;

    public DateTimeOffset? DisconnectedAt { get; set; }

    public IMqttReceiver? Receiver => _receiver;

    /// <summary>The store knows of it.</summary>
    public bool IsKept { get; set; }

    /// <summary>Makes the session this owner's until released; false, with the one who has it, when it is another's.</summary>
    public bool TryClaim(IMqttReceiver owner, out IMqttReceiver? former)
    {
        former = Interlocked.CompareExchange(ref _owner, owner, null);
        return former is null;
    }

    public void Release(IMqttReceiver owner) => Interlocked.CompareExchange(ref _owner, null, owner);

    /// <summary>A clean start: the queue is gone from the store.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            ForgetMemory();
            _resumed = [];
            _stored = 0;
            _storeFrom = _storeTo;
            IsKept = false;
        }
    }

    public MqttStoredSession ToStored() => new()
    {
        Key = Key,
        ExpirySeconds = ExpirySeconds,
        Subscriptions = [.. Subscriptions.Values],
        DisconnectedAt = DisconnectedAt,
    };

    /// <summary>After a restart: the queue is in the store alone.</summary>
    public void Restore(long lastSequence, int count)
    {
        _nextSequence = lastSequence + 1;
        _storeTo = _nextSequence;
        _stored = count;
    }

    public void Attach(IMqttReceiver receiver)
    {
        lock (_gate)
        {
            ForgetMemory();
            _receiver = receiver;
            DisconnectedAt = null;
            Pump();
        }
    }

    /// <summary>False when another connection has taken the session over meanwhile.</summary>
    public bool Detach(IMqttReceiver receiver)
    {
        lock (_gate)
        {
            if (_receiver != receiver)
            {
                return false;
            }

            _receiver = null;
            ForgetMemory();
            DisconnectedAt = clock.GetUtcNow();
            return true;
        }
    }

    /// <summary>A place in the durable queue for a message; <see cref="NotStored"/> when it needs none, null when the queue is full.</summary>
    public long? Reserve(byte qos)
    {
        if (qos == 0 || !IsPersistent)
        {
            return NotStored;
        }

        lock (_gate)
        {
            if (_stored >= settings.StoredMessagesMax)
            {
                return null;
            }

            _stored++;
            _appending.Add(_nextSequence);
            return _nextSequence++;
        }
    }

    /// <summary>The append of these is durable: whoever waits for them in the store may read them.</summary>
    public void Appended(long sequence)
    {
        lock (_gate)
        {
            _appending.Remove(sequence);
            if (_storeFrom < _storeTo)
            {
                Pump();
            }
        }
    }

    /// <summary>Sends, or keeps for later. False when the message is dropped: nobody there, or too slow.</summary>
    public bool Deliver(in MqttMessage message, byte qos, bool retain, int[] subscriptionIds, long sequence)
    {
        lock (_gate)
        {
            if (qos == 0)
            {
                return _receiver?.TrySend(message, 0, retain, subscriptionIds, packetId: 0, duplicate: false) ?? false;
            }

            if (sequence != NotStored && (_receiver is null || IsFull || _storeFrom < _storeTo) && sequence >= _storeFrom)
            {
                // the store has it; _storeFrom is where the memory's window ends
                _storeFrom = _storeFrom < _storeTo ? _storeFrom : sequence;
                _storeTo = Math.Max(_storeTo, sequence + 1);
                return true;
            }

            if (_receiver is null || (sequence == NotStored && IsFull))
            {
                return false;
            }

            if (_waiting.Count == 0 && HasWindow)
            {
                Send(message, retain, subscriptionIds, sequence);
                return true;
            }

            Keep(message with { Payload = message.Payload.ToArray() }, retain, subscriptionIds, sequence);
            return true;
        }
    }

    /// <summary>The client has it. Returns the sequence to remove from the store, or <see cref="NotStored"/>.</summary>
    public long Acknowledge(ushort packetId)
    {
        lock (_gate)
        {
            if (!_inFlight.Remove(packetId, out var sequence))
            {
                return NotStored;
            }

            _stored -= sequence == NotStored ? 0 : 1;
            Pump();
            return sequence;
        }
    }

    private bool HasWindow => _receiver is { } receiver && _inFlight.Count < Math.Min(settings.InFlightMax, receiver.ReceiveMaximum);

    private bool IsFull => _waiting.Count >= settings.PendingMessagesMax || _waitingBytes >= settings.PendingBytesMax;

    private void ForgetMemory()
    {
        foreach (var (packetId, sequence) in _inFlight)
        {
            if (sequence != NotStored)
            {
                _resumed[sequence] = packetId;
            }
        }

        _inFlight.Clear();
        _waiting.Clear();
        _waitingBytes = 0;
        _storeFrom = 0;
        _storeTo = _nextSequence;
    }

    private void Pump()
    {
        while (HasWindow)
        {
            if (_waiting.Count == 0 && !Refill())
            {
                return;
            }

            var next = _waiting.Dequeue();
            _waitingBytes -= next.Message.Payload.Length;
            Send(next.Message, next.Retain, next.SubscriptionIds, next.Sequence);
        }
    }

    /// <summary>Reads on in the store, as far as appends are known to be durable. False when nothing came.</summary>
    private bool Refill()
    {
        if (_storeFrom >= _storeTo)
        {
            return false;
        }

        var durable = _appending.Count > 0 ? _appending.Min : _nextSequence;
        foreach (var queued in store.ReadQueue(Key, _storeFrom, RefillMessages))
        {
            if (queued.Sequence >= durable)
            {
                break;
            }

            Keep(queued.Message, queued.Message.Retain, [.. queued.SubscriptionIds], queued.Sequence);
            _storeFrom = queued.Sequence + 1;
        }

        if (_waiting.Count == 0)
        {
            // no gap below this can be filled any more
            _storeFrom = Math.Max(_storeFrom, Math.Min(durable, _storeTo));
        }

        return _waiting.Count > 0;
    }

    private void Keep(MqttMessage message, bool retain, int[] subscriptionIds, long sequence)
    {
        _waiting.Enqueue(new(message, retain, subscriptionIds, sequence));
        _waitingBytes += message.Payload.Length;
    }

    private void Send(in MqttMessage message, bool retain, int[] subscriptionIds, long sequence)
    {
        var duplicate = _resumed.Remove(sequence, out var packetId) && !_inFlight.ContainsKey(packetId);
        if (!duplicate)
        {
            packetId = NextPacketId();
        }

        _inFlight[packetId] = sequence;
        if (!_receiver!.TrySend(message, 1, retain, subscriptionIds, packetId, duplicate))
        {
            // it can never be sent (expired, larger than the client takes, not permitted): as good as acknowledged
            _inFlight.Remove(packetId);
            if (sequence != NotStored)
            {
                _stored--;
                _receiver.Discard(sequence);
            }
        }
    }

    private ushort NextPacketId()
    {
        do
        {
            _lastPacketId++;
        }
        while (_lastPacketId == 0 || _inFlight.ContainsKey(_lastPacketId));

        return _lastPacketId;
    }

    private readonly record struct Waiting(MqttMessage Message, bool Retain, int[] SubscriptionIds, long Sequence);
}

/// <summary>A connected client, as its session sees it.</summary>
internal interface IMqttReceiver
{
    /// <summary>How many QoS 1 messages the client takes before it acknowledges the first.</summary>
    int ReceiveMaximum { get; }

    /// <summary>Writes the message to the connection; false when it is not sent and never will be.</summary>
    bool TrySend(in MqttMessage message, byte qos, bool retain, int[] subscriptionIds, ushort packetId, bool duplicate);

    /// <summary>A stored message that will not be sent may be removed.</summary>
    void Discard(long sequence);

    /// <summary>Ends the connection, telling the client why where the protocol can.</summary>
    void Stop(MqttReason reason, string why);

    /// <summary>Done when the connection is gone and detached.</summary>
    Task Completed { get; }
}

/// <summary>Owns a session that is being swept away.</summary>
internal sealed class NoConnection : IMqttReceiver
{
    public static NoConnection Instance { get; } = new();

    public int ReceiveMaximum => 0;

    public Task Completed => Task.CompletedTask;

    public bool TrySend(in MqttMessage message, byte qos, bool retain, int[] subscriptionIds, ushort packetId, bool duplicate) => false;

    public void Discard(long sequence)
    {
    }

    public void Stop(MqttReason reason, string why)
    {
    }
}
