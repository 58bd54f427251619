using System.Buffers;
using System.IO.Pipelines;

namespace Weir.Protocols.Mqtt;

/// <summary>The way out of one connection: packets are appended by any thread and written in as few flushes as possible.</summary>
/// <remarks>Memory is rented only while there is something to write. An append never waits; who appends looks at <see cref="PendingBytes"/>.</remarks>
internal sealed class MqttOutbound(PipeWriter writer, int bytesMax) : IThreadPoolWorkItem
{
    private const int FirstBytes = 512;

    private readonly Lock _gate = new();
    private byte[]? _buffer;
    private int _length;
    private int _writing;
    private bool _isFlushing;
    private bool _isClosed;
    private TaskCompletionSource? _drained;
    private TaskCompletionSource? _empty;

    public int PendingBytes => Volatile.Read(ref _length) + Volatile.Read(ref _writing);

    public bool IsOverfull => PendingBytes > bytesMax;

    public void Packet(ReadOnlySpan<byte> packet)
    {
        lock (_gate)
        {
            packet.CopyTo(Room(packet.Length));
            Appended(packet.Length);
        }
    }

    public void Pubacks(MqttVersion version, ReadOnlySpan<PubackPacket> acknowledgements)
    {
        lock (_gate)
        {
            var room = Room(acknowledgements.Length * PubackPacket.BytesMax);
            var at = 0;
            foreach (var acknowledgement in acknowledgements)
            {
                at += acknowledgement.Write(room[at..], version);
            }

            Appended(at);
        }
    }

    /// <summary>False when the packet would be larger than the client takes.</summary>
    public bool TryPublish(MqttVersion version, in OutgoingPublish publish, ReadOnlySpan<byte> properties, long packetBytesMax)
    {
        lock (_gate)
        {
            var bytes = PublishPacket.Write(Room(PublishPacket.BytesMax(publish, properties)), version, publish, properties);
            if (bytes > packetBytesMax)
            {
                return false;
            }

            Appended(bytes);
            return true;
        }
    }

    /// <summary>Waits while the client does not read what it is sent.</summary>
    public Task WhenDrainedAsync()
    {
        lock (_gate)
        {
            if (_isClosed || !IsOverfull)
            {
                return Task.CompletedTask;
            }

            return (_drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>No more packets are taken; done when the last one is handed to the transport.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            _drained?.TrySetResult();
            if (!_isFlushing)
            {
                return Task.CompletedTask;
            }

            return (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>The flush, on a thread-pool thread: everything appended since it was queued goes out together.</summary>
    public void Execute() => _ = FlushAsync();

    private async Task FlushAsync()
    {
        while (TryTake(out var buffer, out var length))
        {
            var open = await TryWriteAsync(buffer, length);
            ArrayPool<byte>.Shared.Return(buffer);
            Written(open);
        }
    }

    private async ValueTask<bool> TryWriteAsync(byte[] buffer, int length)
    {
        try
        {
            return !(await writer.WriteAsync(buffer.AsMemory(0, length), CancellationToken.None)).IsCompleted;
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException
            or System.Net.WebSockets.WebSocketException)
        {
            return false; // the reading side ends the connection
        }
    }

    private Span<byte> Room(int bytes)
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(Math.Max(bytes, FirstBytes));
        if (_buffer.Length - _length < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes, _buffer.Length * 2));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }

    private void Appended(int bytes)
    {
        if (_isClosed)
        {
            return;
        }

        _length += bytes;
        if (!_isFlushing)
        {
            _isFlushing = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private bool TryTake(out byte[] buffer, out int length)
    {
        lock (_gate)
        {
            buffer = _buffer ?? [];
            length = _length;
            if (length == 0)
            {
                if (_buffer is not null)
                {
                    ArrayPool<byte>.Shared.Return(_buffer);
                    _buffer = null;
                }

                _isFlushing = false;
                _empty?.TrySetResult();
                return false;
            }

            _writing = length;
            _length = 0;
            _buffer = null;
            return true;
        }
    }

    private void Written(bool open)
    {
        lock (_gate)
        {
            _writing = 0;
            if (!open)
            {
                _isClosed = true;
                _length = 0;
            }

            if (!IsOverfull || _isClosed)
            {
                _drained?.TrySetResult();
                _drained = null;
            }
        }
    }
}
