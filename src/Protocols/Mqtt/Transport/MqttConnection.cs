using System.Buffers;
using System.IO.Pipelines;
using Weir.Kernel.Core;

namespace Weir.Protocols.Mqtt;

/// <summary>One client's connection: reads packets, publishes what it sends, writes what it is to get.</summary>
/// <remarks>
/// One loop reads. The publishes of one read form a batch; batches are taken over concurrently, within
/// <see cref="MqttSettings.ReceiveMaximum"/>, and acknowledged in order. Other threads only append to the way out, or stop it.
/// </remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "others may stop a connection that has just ended; the source holds nothing to dispose of")]
internal sealed class MqttConnection : IMqttReceiver
{
    private const int ReadBytesMax = 128 * 1024;

    private readonly MqttBroker _broker;
    private readonly IMqttAuthenticator _authenticator;
    private readonly IdSource _ids;
    private readonly MqttPeer _peer;
    private readonly PipeReader _input;
    private readonly MqttOutbound _outbound;
    private readonly MqttSettings _settings;
    private readonly MqttPublishWindow _window;
    private readonly MqttTopicAliases _aliases;
    private readonly TopicCache _topics = new();
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();

    private MqttVersion _version = MqttVersion.V311;
    private string _clientId = "";
    private IMqttPrincipal? _principal;
    private MqttPublisher? _publisher;
    private MqttSession? _session;
    private MqttWill? _will;
    private long _packetBytesMax = long.MaxValue;
    private TimeSpan _silenceMax = Timeout.InfiniteTimeSpan;
    private long _lastHeard;
    private bool _isDone;
    private (MqttReason Reason, string Why) _end = (MqttReason.Unspecified, "the connection was lost");

    public MqttConnection(
        MqttBroker broker, IMqttAuthenticator authenticator, IdSource ids, IDuplexPipe transport, MqttPeer peer)
    {
        _broker = broker;
        _authenticator = authenticator;
        _ids = ids;
        _peer = peer;
        _settings = broker.Settings;
        _input = transport.Input;
        _outbound = new(transport.Output, _settings.OutboundBytesMax);
        _window = new(broker, _outbound, _settings.ReceiveMaximum, Stop);
        _aliases = new(_settings.TopicAliasMaximum);
        _lastHeard = broker.Clock.GetTimestamp();
    }

    public string Realm => _principal?.Realm ?? "";

    public int ReceiveMaximum { get; private set; } = ushort.MaxValue;

    public Task Completed => _completed.Task;

    /// <summary>Serves the client until it or the broker ends the connection. Never throws for what a client does.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static state => ((MqttConnection)state!).Stop(MqttReason.ServerShuttingDown, "the connection is closing"), this);
        try
        {
            if (await ConnectAsync())
            {
                await ReadAsync();
            }
        }
        catch (MqttProtocolException broken)
        {
            End(broken.Reason, broken.Message);
        }
        catch (OperationCanceledException)
        {
            // stopped: the reason is known
        }
        catch (Exception lost) when (lost is IOException or InvalidOperationException or System.Net.WebSockets.WebSocketException)
        {
            End(MqttReason.Unspecified, "the connection was lost");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _broker.Logger.Failed(exception, _clientId);
            End(MqttReason.ImplementationError, "an internal failure");
        }

        await CloseAsync();
    }

    public void Stop(MqttReason reason, string why)
    {
        End(reason, why);
        _stopping.Cancel();
        _input.CancelPendingRead();
    }

    /// <summary>Ends the connection when the client has been silent for one and a half keep-alive periods.</summary>
    public void CheckKeepAlive()
    {
        if (_silenceMax != Timeout.InfiniteTimeSpan
            && _broker.Clock.GetElapsedTime(Volatile.Read(ref _lastHeard)) > _silenceMax)
        {
            Stop(MqttReason.KeepAliveTimeout, "nothing was heard for one and a half keep-alive periods");
        }
    }

    public bool TrySend(in MqttMessage message, byte qos, bool retain, int[] subscriptionIds, ushort packetId, bool duplicate)
    {
        if ((qos == 0 && _outbound.IsOverfull) || !_principal!.MayReceive(message.Topic))
        {
            return false;
        }

        var secondsLeft = 0L;
        if (message.Properties?.ExpirySeconds is not null)
        {
            var left = message.ExpiresAt - _broker.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (left <= 0)
            {
                return false;
            }

            secondsLeft = (left + 999) / 1000;
        }

        var isV5 = _version == MqttVersion.V5;
        var alias = 0;
        var topic = isV5 ? _aliases.Outgoing(message.Topic, out alias) : message.Topic;
        var properties = isV5
            ? PublishPacket.PropertyBytes(message.Properties, secondsLeft, subscriptionIds, alias)
            : [];
        return _outbound.TryPublish(
            _version,
            new()
            {
                Topic = topic,
                Payload = message.Payload.Span,
                Qos = qos,
                Retain = retain,
                Duplicate = duplicate,
                PacketId = packetId,
            },
            properties,
            _packetBytesMax);
    }

    public void Discard(long sequence) => _broker.Acknowledged(_session!, sequence);

    private async ValueTask<bool> ConnectAsync()
    {
        using var timeout = new CancellationTokenSource(_settings.ConnectTimeout, _broker.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        var packet = await ReadConnectAsync(stop.Token);
        if (packet is null)
        {
            return false;
        }

        _version = packet.Version;
        _clientId = packet.ClientId;
        string? assigned = null;
        if (_clientId.Length == 0)
        {
            if (_version == MqttVersion.V311 && !packet.CleanStart)
            {
                return Refuse(MqttReason.ClientIdentifierNotValid, "a persistent session needs a client id");
            }

            _clientId = assigned = _ids.NewId();
        }

        if (CheckConnect(packet) is { } refusal)
        {
            return Refuse(refusal.Reason, refusal.Why);
        }

        var authentication = await _authenticator.AuthenticateAsync(
            new()
            {
                ClientId = _clientId,
                Transport = _peer.Transport,
                UserName = packet.UserName,
                Password = packet.Password,
                Certificate = _peer.Certificate,
                RemoteAddress = _peer.Address,
                Ticket = _peer.Ticket,
            },
            stop.Token);
        if (authentication is MqttAuthentication.Refused refused)
        {
            return Refuse(refused.Reason, refused.Message);
        }

        _principal = ((MqttAuthentication.Accepted)authentication).Principal;
        if (packet.Will is { } will && !_principal.MayPublish(will.Topic, will.Retain))
        {
            return Refuse(MqttReason.NotAuthorized, "not authorized to publish the will");
        }

        await OpenAsync(packet, assigned);
        return true;
    }

    private async ValueTask OpenAsync(ConnectPacket packet, string? assigned)
    {
        _publisher = new()
        {
            Realm = _principal!.Realm,
            ClientId = _clientId,
            PrincipalId = _principal.Id,
            Transport = _peer.Transport,
            RemoteAddress = _peer.Address,
        };
        _will = packet.Will;
        _packetBytesMax = packet.Properties.MaximumPacketSize ?? long.MaxValue;
        ReceiveMaximum = packet.Properties.ReceiveMaximum ?? ushort.MaxValue;
        _aliases.OutgoingMax = Math.Min(packet.Properties.TopicAliasMaximum ?? 0, _settings.TopicAliasMaximum);
        var keepAlive = packet.KeepAliveSeconds == 0 || packet.KeepAliveSeconds > _settings.KeepAliveSecondsMax
            ? _settings.KeepAliveSecondsMax
            : Math.Max((int)packet.KeepAliveSeconds, _settings.KeepAliveSecondsMin);
        _silenceMax = TimeSpan.FromSeconds(keepAlive * 1.5);
        var expiry = _settings.ExpirySeconds(packet);
        (_session, var isPresent) = await _broker.OpenSessionAsync(this, _clientId, packet.CleanStart, expiry, _stopping.Token);
        _outbound.Packet(ConnackPacket.Accept(_version, isPresent, new()
        {
            SessionExpirySeconds = expiry,
            ReceiveMaximum = _settings.ReceiveMaximum,
            PacketBytesMax = _settings.PacketBytesMax,
            TopicAliasMaximum = _settings.TopicAliasMaximum,
            KeepAliveSeconds = keepAlive,
            AssignedClientId = assigned,
        }));
        _broker.Logger.Connected(_clientId, _peer.Address, _peer.Transport, _principal.Id);
        _session.Attach(this);
    }

    private (MqttReason Reason, string Why)? CheckConnect(ConnectPacket packet)
    {
        if (packet.Properties.AuthenticationMethod is not null)
        {
            return (MqttReason.BadAuthenticationMethod, "enhanced authentication is not served");
        }

        if (System.Text.Encoding.UTF8.GetByteCount(_clientId) > _settings.ClientIdBytesMax)
        {
            return (MqttReason.ClientIdentifierNotValid, $"a client id has at most {_settings.ClientIdBytesMax} bytes");
        }

        return packet.Will is { } will && !_settings.AllowsTopic(will.Topic) ? (MqttReason.TopicNameInvalid, "the will's topic") : null;
    }

    private bool Refuse(MqttReason reason, string why)
    {
        _broker.Logger.Refused(_clientId, _peer.Address, reason, why);
        _broker.Metrics.Failed(MqttBroker.Hop, _peer.Listener, "refused");
        _outbound.Packet(ConnackPacket.Refuse(_version, reason, why));
        _isDone = true;
        return false;
    }

    private async ValueTask<ConnectPacket?> ReadConnectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancellationToken);
            if (read.IsCanceled)
            {
                return null;
            }

            if (TryReadConnect(read.Buffer, out var packet, out var consumed))
            {
                _input.AdvanceTo(consumed);
                return packet;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private bool TryReadConnect(in ReadOnlySequence<byte> buffer, out ConnectPacket? packet, out SequencePosition consumed)
    {
        packet = null;
        consumed = buffer.Start;
        if (!MqttFrame.TryReadHeader(buffer, _settings.PacketBytesMax, out var frame))
        {
            return false;
        }

        if (frame.Type != MqttPacketType.Connect)
        {
            throw new MqttProtocolException(MqttReason.ProtocolError, "the first packet is not CONNECT");
        }

        if (buffer.Length < frame.TotalBytes)
        {
            return false;
        }

        consumed = buffer.GetPosition(frame.TotalBytes);
        try
        {
            packet = ConnectPacket.Read(buffer.Slice(frame.HeaderBytes, frame.BodyBytes).ToArray());
        }
        catch (MqttProtocolException broken) when (broken.Reason == MqttReason.UnsupportedProtocolVersion)
        {
            Refuse(broken.Reason, broken.Message);
        }

        return true;
    }

    private async ValueTask ReadAsync()
    {
        while (!_isDone)
        {
            var read = await _input.ReadAsync(_stopping.Token);
            if (read.IsCanceled)
            {
                return;
            }

            Volatile.Write(ref _lastHeard, _broker.Clock.GetTimestamp());
            var wanted = await TakeAsync(read.Buffer);
            if (read.IsCompleted && wanted == 0)
            {
                return;
            }

            _input.AdvanceTo(read.Buffer.GetPosition(wanted), wanted > 0 ? read.Buffer.GetPosition(wanted) : read.Buffer.End);
            if (_outbound.IsOverfull)
            {
                await _outbound.WhenDrainedAsync().WaitAsync(_stopping.Token);
            }
        }
    }

    /// <summary>Handles the whole packets at the start of what was read; returns their bytes.</summary>
    private async ValueTask<int> TakeAsync(ReadOnlySequence<byte> unread)
    {
        // one copy into memory that outlives the read: batches are taken over while the loop reads on
        var length = LengthToCopy(unread);
        if (length == 0)
        {
            return 0;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        unread.Slice(0, length).CopyTo(buffer);
        MqttPublishSet? publishes = null;
        var at = 0;
        try
        {
            while (!_isDone
                && MqttFrame.TryReadHeader(buffer.AsSpan(at, length - at), _settings.PacketBytesMax, out var frame)
                && frame.TotalBytes <= length - at)
            {
                var body = buffer.AsMemory(at + frame.HeaderBytes, frame.BodyBytes);
                at += frame.TotalBytes;
                switch (frame.Type)
                {
                    case MqttPacketType.Publish:
                        AddPublish(publishes ??= new(_publisher!, Now()), frame.Flags, body);
                        break;
                    case MqttPacketType.Puback:
                        var acknowledgement = PubackPacket.Read(_version, body.Span);
                        _broker.Acknowledged(_session!, _session!.Acknowledge(acknowledgement.PacketId));
                        break;
                    case MqttPacketType.Pingreq:
                        PingPackets.DemandEmpty(body.Span);
                        _outbound.Packet(PingPackets.Response);
                        break;
                    default:
                        await HandleAsync(frame, body);
                        break;
                }
            }
        }
        finally
        {
            // what came before a broken packet is whole, and taken over
            if (publishes is null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
            else
            {
                publishes.Batch.Own(buffer);
                _broker.Metrics.In(MqttBroker.Hop, _peer.Listener, publishes.Batch.Count, publishes.Batch.PayloadBytes);
                await _window.SubmitAsync(publishes, _version, _stopping.Token);
            }
        }

        return at;
    }

    /// <summary>How much of what was read to look at; nothing while its first packet is not whole.</summary>
    private int LengthToCopy(in ReadOnlySequence<byte> unread) =>
        MqttFrame.TryReadHeader(unread, _settings.PacketBytesMax, out var frame) && frame.TotalBytes <= unread.Length
            ? (int)Math.Min(unread.Length, Math.Max(frame.TotalBytes, ReadBytesMax))
            : 0;

    private void AddPublish(MqttPublishSet publishes, byte flags, ReadOnlyMemory<byte> body)
    {
        var packet = PublishPacket.Read(_version, flags, body.Span);
        var isNew = false;
        var topic = packet.Properties.TopicAlias is { } alias
            ? _aliases.Incoming(alias, packet.Topic)
            : _topics.Get(packet.Topic, out isNew);
        if ((isNew || packet.Properties.TopicAlias is not null) && !_settings.AllowsTopic(topic))
        {
            throw new MqttProtocolException(MqttReason.TopicNameInvalid, $"the topic name '{topic}'");
        }

        var payload = body[packet.PayloadStart..];
        if (payload.Length > _settings.PayloadBytesMax)
        {
            throw new MqttProtocolException(MqttReason.PacketTooLarge, $"a payload of {payload.Length} bytes");
        }

        if (packet.Properties.ResponseTopic is { } response && !MqttTopics.IsName(response))
        {
            throw new MqttProtocolException(MqttReason.TopicNameInvalid, "the response topic");
        }

        if (!_principal!.MayPublish(topic, packet.Retain))
        {
            _broker.Metrics.Failed(MqttBroker.Hop, _peer.Listener, "not-authorized");
            if (_version == MqttVersion.V5 && packet.Qos == 1)
            {
                publishes.Refuse(packet.PacketId, MqttReason.NotAuthorized);
                return;
            }

            throw new MqttProtocolException(MqttReason.NotAuthorized, $"not authorized to publish to '{topic}'");
        }

        if (packet.Qos == 1 && _version == MqttVersion.V5 && _window.Unacknowledged + publishes.AcknowledgementCount >= _settings.ReceiveMaximum)
        {
            throw new MqttProtocolException(MqttReason.ReceiveMaximumExceeded, "more unacknowledged publishes than were granted");
        }

        publishes.Add(
            new()
            {
                Topic = topic,
                Payload = payload,
                Qos = packet.Qos,
                Retain = packet.Retain,
                Properties = PublishPacket.MessageProperties(packet.Properties),
                ReceivedAt = publishes.ReceivedAt,
            },
            packet.PacketId);
    }

    private async ValueTask HandleAsync(MqttFrame frame, ReadOnlyMemory<byte> body)
    {
        switch (frame.Type)
        {
            case MqttPacketType.Subscribe:
                await SubscribeAsync(SubscribePacket.Read(_version, body.Span));
                break;
            case MqttPacketType.Unsubscribe:
                var unsubscribe = UnsubscribePacket.Read(_version, body.Span);
                var existed = await _broker.UnsubscribeAsync(_session!, unsubscribe.Filters, _stopping.Token);
                _outbound.Packet(UnsubackPacket.Write(
                    _version,
                    unsubscribe.PacketId,
                    [.. existed.Select(did => did ? MqttReason.Success : MqttReason.NoSubscriptionExisted)]));
                break;
            case MqttPacketType.Disconnect:
                Disconnect(DisconnectPacket.Read(_version, body.Span));
                break;
            case MqttPacketType.Pubrec or MqttPacketType.Pubrel or MqttPacketType.Pubcomp:
                throw new MqttProtocolException(MqttReason.QosNotSupported, "QoS 2 is not served");
            default:
                throw new MqttProtocolException(MqttReason.ProtocolError, $"packet type {(int)frame.Type} does not belong here");
        }
    }

    private async ValueTask SubscribeAsync(SubscribePacket packet)
    {
        if (packet.Filters.Count > _settings.FiltersPerSubscribeMax)
        {
            throw new MqttProtocolException(
                MqttReason.QuotaExceeded, $"{packet.Filters.Count} filters; at most {_settings.FiltersPerSubscribeMax} are taken");
        }

        var reasons = packet.Filters.Select(Judge).ToArray();
        var granted = packet.Filters.Where((_, index) => reasons[index] < MqttReason.Unspecified).ToArray();
        var answer = SubackPacket.Write(_version, packet.PacketId, reasons);
        await _broker.SubscribeAsync(_session!, granted, () => _outbound.Packet(answer), _stopping.Token);
    }

    private MqttReason Judge(MqttSubscription subscription)
    {
        if (!MqttTopics.TryCutShare(subscription.Filter, out var group, out var filter)
            || !MqttTopics.IsFilter(filter)
            || !MqttTopics.IsWithin(filter, _settings.TopicBytesMax, _settings.TopicSlashesMax))
        {
            return MqttReason.TopicFilterInvalid;
        }

        if (group is not null && subscription.NoLocal)
        {
            throw new MqttProtocolException(MqttReason.ProtocolError, "a shared subscription with no-local");
        }

        if (!_principal!.MaySubscribe(subscription.Filter))
        {
            return MqttReason.NotAuthorized;
        }

        return _session!.Subscriptions.Count >= _settings.SubscriptionsPerSessionMax
            && !_session.Subscriptions.ContainsKey(subscription.Filter)
                ? MqttReason.QuotaExceeded
                : (MqttReason)subscription.Qos;
    }

    private void Disconnect(DisconnectPacket packet)
    {
        if (packet.SessionExpirySeconds is { } expiry)
        {
            if (!_session!.IsPersistent && expiry > 0)
            {
                throw new MqttProtocolException(MqttReason.ProtocolError, "a session that was to end cannot be kept");
            }

            _session.ExpirySeconds = Math.Min(expiry, (uint)_settings.SessionExpiryMax.TotalSeconds);
        }

        if (packet.Reason != MqttReason.DisconnectWithWill)
        {
            _will = null;
        }

        _end = (packet.Reason, "the client disconnected");
        _isDone = true;
    }

    /// <summary>Remembers the first reason; the loop ends with it.</summary>
    private void End(MqttReason reason, string why)
    {
        if (!_isDone)
        {
            _isDone = true;
            _end = (reason, why);
            if (_version == MqttVersion.V5 && _session is not null && reason != MqttReason.Unspecified)
            {
                _outbound.Packet(DisconnectPacket.Write(reason, why));
            }
        }
    }

    private async Task CloseAsync()
    {
        await _window.DrainAsync();
        if (_session is not null)
        {
            try
            {
                await _broker.CloseSessionAsync(this, _session, _will, _publisher!);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                _broker.Logger.Failed(exception, _clientId);
                _session.Release(this);
            }

            _broker.Logger.Ended(_clientId, _end.Reason, _end.Why);
        }
        else
        {
            _broker.Forget(this);
        }

        // a client that reads nothing must not hold the connection open
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), _broker.Clock);
        await _outbound.CloseAsync().WaitAsync(patience.Token).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _completed.TrySetResult();
    }

    private long Now() => _broker.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
