using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Tests.Support;

namespace Weir.Protocols.Mqtt.Tests;

/// <summary>A broker with a store, a sink and an authenticator that tests hold in their hands.</summary>
internal sealed class FakeMqtt : IMqttAuthenticator, IMqttMessageSink
{
    public FakeMqtt(MqttSettings? settings = null, FakeSessionStore? store = null)
    {
        Store = store ?? new();
        Settings = settings ?? new();
        Broker = new(Settings, this, Store, TestMeters.Hops(), Clock, NullLogger<MqttBroker>.Instance);
    }

    public ManualClock Clock { get; } = new();
    public MqttSettings Settings { get; }
    public FakeSessionStore Store { get; }
    public MqttBroker Broker { get; }
    public List<(string ClientId, string Topic, string Payload)> Accepted { get; } = [];

    /// <summary>Sinks wait for this when it is set.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public Func<string, bool> MayPublish { get; set; } = static _ => true;

    public Func<string, bool> MaySubscribe { get; set; } = static _ => true;

    public ValueTask<MqttAuthentication> AuthenticateAsync(MqttCredentials credentials, CancellationToken cancellationToken) =>
        ValueTask.FromResult<MqttAuthentication>(credentials.UserName == "intruder"
            ? new MqttAuthentication.Refused(MqttReason.NotAuthorized, "no")
            : new MqttAuthentication.Accepted(new Principal(this)));

    public ValueTask<MqttUpgrade> AuthenticateUpgradeAsync(MqttUpgradeRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new MqttUpgrade(101));

    public async ValueTask AcceptAsync(MqttPublishBatch batch, CancellationToken cancellationToken)
    {
        lock (Accepted)
        {
            for (var index = 0; index < batch.Count; index++)
            {
                Accepted.Add((batch.Publisher.ClientId, batch[index].Topic, System.Text.Encoding.UTF8.GetString(batch[index].Payload.Span)));
            }
        }

        if (Gate is { } gate)
        {
            await gate.Task;
        }
    }

    public FakeClient Connect() => new(this);

    public async Task<FakeClient> ConnectAsync(string clientId, int version = 4, bool clean = true, uint expiry = 0, Will? will = null)
    {
        var client = Connect();
        await client.SendAsync(Packets.Connect(clientId, version, clean, expiry, will));
        var answer = await client.ReadAsync();
        Assert.Equal(0x20, answer[0]);
        client.SessionPresent = answer[Packets.HeaderBytes(answer)] == 1;
        Assert.Equal(0, answer[Packets.HeaderBytes(answer) + 1]);
        client.Version = version;
        return client;
    }

    private sealed class Principal(FakeMqtt owner) : IMqttPrincipal
    {
        public string Realm => "realm";

        public string Id => "principal";

        public bool MayPublish(string topic, bool retain) => owner.MayPublish(topic);

        public bool MaySubscribe(string filter) => owner.MaySubscribe(filter);

        public bool MayReceive(string topic) => true;
    }
}

/// <summary>The client's end of a connection in memory.</summary>
internal sealed class FakeClient
{
    private readonly Pipe _in = new();
    private readonly Pipe _out = new();

    public FakeClient(FakeMqtt owner)
    {
        var connection = new MqttConnection(
            owner.Broker, owner, new SeededIds(), new Ends(_in.Reader, _out.Writer),
            new() { Transport = MqttTransport.Tcp, Listener = "mqtt" });
        Served = Task.Run(async () =>
        {
            await connection.RunAsync(CancellationToken.None);
            await _in.Reader.CompleteAsync();
            await _out.Writer.CompleteAsync();
        });
    }

    public Task Served { get; }

    public bool SessionPresent { get; set; }

    public int Version { get; set; } = 4;

    public async Task SendAsync(params byte[] bytes) => await _in.Writer.WriteAsync(bytes);

    /// <summary>The network breaks: no DISCONNECT.</summary>
    public async Task DropAsync()
    {
        await _in.Writer.CompleteAsync();
        await Served;
    }

    /// <summary>The next packet whole; empty when the broker has closed.</summary>
    public async Task<byte[]> ReadAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var read = await _out.Reader.ReadAsync(patience.Token);
            var bytes = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
            if (bytes.Length > 1 && MqttFrame.TryReadHeader(bytes, int.MaxValue, out var frame) && bytes.Length >= frame.TotalBytes)
            {
                _out.Reader.AdvanceTo(read.Buffer.GetPosition(frame.TotalBytes));
                return bytes[..frame.TotalBytes];
            }

            if (read.IsCompleted)
            {
                return [];
            }

            _out.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public async Task<Received> ReadPublishAsync()
    {
        var packet = await ReadAsync();
        Assert.NotEmpty(packet);
        Assert.Equal(3, packet[0] >> 4);
        MqttFrame.TryReadHeader(packet, int.MaxValue, out var frame);
        var read = PublishPacket.Read((MqttVersion)Version, frame.Flags, packet.AsSpan(frame.HeaderBytes));
        return new(
            System.Text.Encoding.UTF8.GetString(read.Topic),
            System.Text.Encoding.UTF8.GetString(packet.AsSpan(frame.HeaderBytes + read.PayloadStart)),
            read.Qos, read.Retain, read.Duplicate, read.PacketId, read.Properties);
    }

    public async Task SubscribeAsync(string filter, int qos = 1, int options = 0)
    {
        await SendAsync(Packets.Subscribe(Version, 77, filter, qos | options));
        var answer = await ReadAsync();
        Assert.Equal(0x90, answer[0]);
        Assert.True(answer[^1] < 0x80, $"refused: 0x{answer[^1]:X2}");
    }

    /// <summary>Proves that everything before has been handled.</summary>
    public async Task PingAsync()
    {
        await SendAsync(0xC0, 0);
        Assert.Equal([0xD0, 0], await ReadAsync());
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

internal sealed record Received(
    string Topic, string Payload, byte Qos, bool Retain, bool Duplicate, ushort PacketId, MqttProperties Properties);

internal sealed record Will(string Topic, string Payload, int DelaySeconds = 0);

/// <summary>Packets as a client writes them, by hand: not with the code under test.</summary>
internal static class Packets
{
    public static byte[] Connect(string clientId, int version = 4, bool clean = true, uint expiry = 0, Will? will = null, string? user = null)
    {
        var flags = (clean ? 2 : 0) | (will is null ? 0 : 4 | 8) | (user is null ? 0 : 0x80);
        byte[] body = [.. Text("MQTT"), (byte)version, (byte)flags, 0, 60];
        if (version == 5)
        {
            body = [.. body, 5, 17, (byte)(expiry >> 24), (byte)(expiry >> 16), (byte)(expiry >> 8), (byte)expiry];
        }

        body = [.. body, .. Text(clientId)];
        if (will is not null)
        {
            byte[] delay = version != 5 ? []
                : will.DelaySeconds == 0 ? [0]
                : [5, 24, 0, 0, (byte)(will.DelaySeconds >> 8), (byte)will.DelaySeconds];
            body = [.. body, .. delay, .. Text(will.Topic), .. Text(will.Payload)];
        }

        return Packet(0x10, user is null ? body : [.. body, .. Text(user)]);
    }

    public static byte[] Publish(int version, string topic, string payload, int packetId = 0, bool retain = false, byte[]? properties = null)
    {
        byte[] body = [.. Text(topic)];
        if (packetId > 0)
        {
            body = [.. body, (byte)(packetId >> 8), (byte)packetId];
        }

        if (version == 5)
        {
            body = [.. body, (byte)(properties?.Length ?? 0), .. properties ?? []];
        }

        return Packet((byte)(0x30 | (packetId > 0 ? 2 : 0) | (retain ? 1 : 0)), [.. body, .. System.Text.Encoding.UTF8.GetBytes(payload)]);
    }

    public static byte[] Subscribe(int version, int packetId, string filter, int options)
    {
        byte[] id = [(byte)(packetId >> 8), (byte)packetId];
        byte[] properties = version == 5 ? [0] : [];
        return Packet(0x82, [.. id, .. properties, .. Text(filter), (byte)options]);
    }

    public static byte[] Puback(int packetId) => [0x40, 2, (byte)(packetId >> 8), (byte)packetId];

    public static byte[] Packet(byte first, byte[] body)
    {
        var length = new List<byte>();
        var left = body.Length;
        do
        {
            length.Add((byte)((left & 0x7F) | (left > 0x7F ? 0x80 : 0)));
            left >>= 7;
        }
        while (left > 0);

        return [first, .. length, .. body];
    }

    public static byte[] Text(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    public static int HeaderBytes(byte[] packet)
    {
        MqttFrame.TryReadHeader(packet, int.MaxValue, out var frame);
        return frame.HeaderBytes;
    }
}

/// <summary>Sessions in memory that outlive a broker, as a disk would.</summary>
internal sealed class FakeSessionStore : IMqttSessionStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Client, long Sequence), MqttQueuedMessage> _queue = [];
    private readonly SortedDictionary<string, MqttMessage> _retained = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MqttStoredSession> _sessions = [];

    public int QueueLength
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    public IReadOnlyList<MqttStoredSession> LoadSessions()
    {
        lock (_gate)
        {
            return [.. _sessions.Values];
        }
    }

    public ValueTask SaveSessionAsync(MqttStoredSession session, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _sessions[session.Key.ClientId] = session;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DeleteSessionAsync(MqttSessionKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _sessions.Remove(key.ClientId);
            foreach (var entry in _queue.Keys.Where(entry => entry.Client == key.ClientId).ToList())
            {
                _queue.Remove(entry);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AppendAsync(MqttStoreChanges changes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var queued in changes.Queued)
            {
                _queue[(queued.Session.ClientId, queued.Sequence)] =
                    queued with { Message = queued.Message with { Payload = queued.Message.Payload.ToArray() } };
            }

            foreach (var message in changes.Retained)
            {
                _retained[message.Topic] = message with { Payload = message.Payload.ToArray() };
                if (message.Payload.IsEmpty)
                {
                    _retained.Remove(message.Topic);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(IReadOnlyList<MqttQueueEntry> entries, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                _queue.Remove((entry.Session.ClientId, entry.Sequence));
            }
        }

        return ValueTask.CompletedTask;
    }

    public IReadOnlyList<MqttQueuedMessage> ReadQueue(MqttSessionKey key, long fromSequence, int messagesMax)
    {
        lock (_gate)
        {
            return [.. _queue.Values.Where(queued => queued.Session == key && queued.Sequence >= fromSequence)
                .OrderBy(queued => queued.Sequence).Take(messagesMax)];
        }
    }

    public (long LastSequence, int Count) MeasureQueue(MqttSessionKey key)
    {
        var all = ReadQueue(key, 0, int.MaxValue);
        return all.Count == 0 ? (-1, 0) : (all[^1].Sequence, all.Count);
    }

    public IReadOnlyList<MqttMessage> ReadRetained(string realm, string topicPrefix)
    {
        lock (_gate)
        {
            return [.. _retained.Values.Where(message => message.Topic.StartsWith(topicPrefix, StringComparison.Ordinal))];
        }
    }
}
