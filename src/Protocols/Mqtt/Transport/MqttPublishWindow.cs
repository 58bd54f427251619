namespace Weir.Protocols.Mqtt;

/// <summary>The publishes that arrived in one read, and the acknowledgements they are to get.</summary>
internal sealed class MqttPublishSet(MqttPublisher publisher, long receivedAt)
{
    private PubackPacket[] _acknowledgements = new PubackPacket[8];

    public MqttPublishBatch Batch { get; } = new(publisher);

    public long ReceivedAt { get; } = receivedAt;

    public int AcknowledgementCount { get; private set; }

    public ReadOnlySpan<PubackPacket> Acknowledgements => _acknowledgements.AsSpan(0, AcknowledgementCount);

    public Task Accepting { get; set; } = Task.CompletedTask;

    public void Add(in MqttMessage message, ushort packetId)
    {
        Batch.Add(message);
        if (message.Qos > 0)
        {
            Acknowledge(packetId, MqttReason.Success);
        }
    }

    /// <summary>Not taken over, and the client is told so (MQTT 5).</summary>
    public void Refuse(ushort packetId, MqttReason reason) => Acknowledge(packetId, reason);

    private void Acknowledge(ushort packetId, MqttReason reason)
    {
        if (AcknowledgementCount == _acknowledgements.Length)
        {
            Array.Resize(ref _acknowledgements, AcknowledgementCount * 2);
        }

        _acknowledgements[AcknowledgementCount++] = new(packetId, reason);
    }
}

/// <summary>The batches of one connection being taken over: bounded, and acknowledged in order.</summary>
/// <remarks>One thread submits; acknowledging runs on whatever thread completes the oldest batch.</remarks>
internal sealed class MqttPublishWindow(MqttBroker broker, MqttOutbound outbound, int messagesMax, Action<MqttReason, string> stop)
{
    private readonly Lock _gate = new();
    private readonly Queue<MqttPublishSet> _sets = new();
    private Task _acknowledging = Task.CompletedTask;
    private TaskCompletionSource? _room;
    private bool _isAcknowledging;
    private bool _hasFailed;
    private int _count;
    private int _unacknowledged;

    /// <summary>How many publishes wait for their acknowledgement.</summary>
    public int Unacknowledged => Volatile.Read(ref _unacknowledged);

    /// <summary>Starts taking a set over; waits while there is no room for more.</summary>
    public async ValueTask SubmitAsync(MqttPublishSet set, MqttVersion version, CancellationToken cancellationToken)
    {
        set.Accepting = broker.PublishAsync(set.Batch, CancellationToken.None).AsTask();
        Task? room = null;
        bool starts;
        lock (_gate)
        {
            _count += set.Batch.Count;
            _unacknowledged += set.AcknowledgementCount;
            _sets.Enqueue(set);
            starts = !_isAcknowledging;
            _isAcknowledging = true;
            if (_count >= messagesMax)
            {
                room = (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }

        if (starts)
        {
            _acknowledging = AcknowledgeAsync(version);
        }

        if (room is not null)
        {
            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Done when nothing reads the batches' memory any more.</summary>
    public Task DrainAsync() => _acknowledging;

    private async Task AcknowledgeAsync(MqttVersion version)
    {
        while (TryPeek(out var set))
        {
            try
            {
                await set.Accepting;
                Interlocked.Add(ref _unacknowledged, -set.AcknowledgementCount); // before the client can know
                if (!_hasFailed)
                {
                    outbound.Pubacks(version, set.Acknowledgements);
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // the client keeps what is not acknowledged and sends it again
                _hasFailed = true;
                broker.Logger.NotAccepted(exception, set.Batch.Publisher.ClientId);
                broker.Metrics.Failed(MqttBroker.Hop, "sink", "not-accepted", set.Batch.Count);
                stop(MqttReason.ImplementationError, "messages could not be taken over");
            }

            Done(set);
        }
    }

    private bool TryPeek(out MqttPublishSet set)
    {
        lock (_gate)
        {
            _isAcknowledging = _sets.TryPeek(out set!);
            return _isAcknowledging;
        }
    }

    private void Done(MqttPublishSet set)
    {
        lock (_gate)
        {
            _sets.Dequeue();
            _count -= set.Batch.Count;
            if (_count < messagesMax)
            {
                _room?.TrySetResult();
                _room = null;
            }
        }

        set.Batch.Dispose();
    }
}
