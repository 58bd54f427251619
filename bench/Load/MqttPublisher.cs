using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Weir.Bench.Load;

/// <summary>One MQTT 3.1.1 connection that keeps a window of QoS 1 publishes under way.</summary>
internal sealed class MqttPublisher(
    MqttOptions options, int number, Payloads payloads, LoadCounts counts, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(50);

    private readonly byte[] _topic = Encoding.UTF8.GetBytes(options.Topic.Replace("{c}", $"{number}", StringComparison.Ordinal));
    private readonly byte[] _in = new byte[16 * 1024];

    /// <summary>By packet id: the message under way, and since when.</summary>
    private readonly Dictionary<ushort, (long Message, long Since)> _unacked = [];
    private readonly Queue<long> _again = new();
    private byte[] _out = new byte[64 * 1024];
    private ushort _lastId;
    private int _inLength;
    private bool _isExhausted;

    public async Task RunAsync()
    {
        var isFirst = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(options.Host, options.Port, cancellationToken);
                await ConnectAsync(socket);
                if (!isFirst)
                {
                    counts.Reconnected();
                }

                isFirst = false;
                await PublishAsync(socket);
                await socket.SendAsync(new byte[] { 0xE0, 0 }, cancellationToken);
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception lost) when (lost is SocketException or IOException)
            {
                if (!options.Reconnect)
                {
                    counts.Fail();
                    Console.Error.WriteLine($"connection {number}: {lost.Message}");
                    return;
                }

                Requeue();
                await Task.Delay(Backoff, CancellationToken.None);
            }
        }
    }

    /// <summary>What was not acknowledged goes first on the next connection, in its order.</summary>
    private void Requeue()
    {
        var unsent = _again.ToArray();
        _again.Clear();
        foreach (var (_, (message, _)) in _unacked.OrderBy(entry => entry.Value.Message))
        {
            _again.Enqueue(message);
        }

        foreach (var message in unsent)
        {
            _again.Enqueue(message);
        }

        _unacked.Clear();
        _inLength = 0;
    }

    private async Task ConnectAsync(Socket socket)
    {
        var clientId = Encoding.UTF8.GetBytes($"{options.Client}-{number}");
        byte[] body = [0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 60, 0, (byte)clientId.Length, .. clientId];
        await socket.SendAsync((byte[])[0x10, (byte)body.Length, .. body], cancellationToken);
        var length = 0;
        while (length < 4)
        {
            length += await ReceiveAsync(socket, _in.AsMemory(length, 4 - length));
        }

        if (_in[0] != 0x20 || _in[3] != 0)
        {
            throw new IOException($"the broker refused: {_in[3]}");
        }
    }

    private async Task PublishAsync(Socket socket)
    {
        var pace = options.Rate > 0 ? options.Rate / options.Connections : 0;
        var started = Stopwatch.GetTimestamp();
        var sent = 0L;
        while (true)
        {
            var allowed = pace > 0 ? (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * pace) + 1 - sent : long.MaxValue;
            var length = Fill(allowed, out var count);
            sent += count;
            for (var at = 0; at < length;)
            {
                at += await socket.SendAsync(_out.AsMemory(at, length - at), cancellationToken);
            }

            if (_unacked.Count == 0)
            {
                if (_isExhausted && _again.Count == 0)
                {
                    return;
                }

                await Task.Delay(1, cancellationToken); // ahead of the pace
                continue;
            }

            _inLength += await ReceiveAsync(socket, _in.AsMemory(_inLength));
            TakeAcknowledgements();
        }
    }

    /// <summary>Writes as many messages as the window has room for; returns the bytes.</summary>
    private int Fill(long countMax, out int count)
    {
        var length = 0;
        var again = 0;
        count = 0;
        var now = Stopwatch.GetTimestamp();
        while (_unacked.Count < options.Window && count < countMax && length < 256 * 1024)
        {
            var isAgain = _again.TryDequeue(out var message);
            if (!isAgain && (_isExhausted || (message = counts.Take()) < 0))
            {
                _isExhausted = true;
                break;
            }

            do
            {
                _lastId++;
            }
            while (_lastId == 0 || _unacked.ContainsKey(_lastId));

            _unacked[_lastId] = (message, now);
            length = Write(length, message, isAgain);
            again += isAgain ? 1 : 0;
            count++;
        }

        counts.Sent(count - again, again);
        return length;
    }

    private int Write(int at, long message, bool isAgain)
    {
        var needed = at + 5 + 2 + _topic.Length + 2 + payloads.BytesMax(message);
        if (_out.Length < needed)
        {
            Array.Resize(ref _out, Math.Max(needed, _out.Length * 2));
        }

        // the remaining length always takes three bytes' room here and is closed up after
        var body = at + 5;
        var end = body;
        BinaryPrimitives.WriteUInt16BigEndian(_out.AsSpan(end), (ushort)_topic.Length);
        _topic.CopyTo(_out, end + 2);
        end += 2 + _topic.Length;
        BinaryPrimitives.WriteUInt16BigEndian(_out.AsSpan(end), _lastId);
        end += 2;
        end += payloads.Write(message, _out.AsSpan(end));
        _out[at] = (byte)(isAgain ? 0x3A : 0x32);
        var digits = at + 1;
        for (var left = end - body; ; left >>= 7)
        {
            _out[digits++] = (byte)(left >= 0x80 ? (left & 0x7F) | 0x80 : left);
            if (left < 0x80)
            {
                break;
            }
        }

        _out.AsSpan(body, end - body).CopyTo(_out.AsSpan(digits));
        return digits + end - body;
    }

    private void TakeAcknowledgements()
    {
        var at = 0;
        var acked = 0;
        for (; _inLength - at >= 4; at += 4)
        {
            if (_in[at] != 0x40 || _in[at + 1] != 2)
            {
                throw new IOException($"the broker sent 0x{_in[at]:X2} where an acknowledgement was due");
            }

            if (_unacked.Remove(BinaryPrimitives.ReadUInt16BigEndian(_in.AsSpan(at + 2)), out var message))
            {
                counts.Waited(message.Since);
                acked++;
            }
        }

        counts.Ack(acked);
        _in.AsSpan(at, _inLength - at).CopyTo(_in);
        _inLength -= at;
    }

    private async ValueTask<int> ReceiveAsync(Socket socket, Memory<byte> target)
    {
        var length = await socket.ReceiveAsync(target, cancellationToken);
        return length > 0 ? length : throw new IOException("the broker closed the connection");
    }
}
