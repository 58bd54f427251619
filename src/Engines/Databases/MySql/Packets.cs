namespace Weir.Engines.Databases.MySql;

/// <summary>Messages on a stream: three bytes of length, one of order, then that many bytes; long messages come in several pieces.</summary>
/// <remarks>One caller at a time. A message read is valid until the next.</remarks>
internal sealed class Packets(Stream stream)
{
    private const int PieceBytesMax = 0xFFFFFF;

    private readonly byte[] _head = new byte[4];
    private byte[] _buffer = new byte[8192];
    private byte _order;

    public Stream Stream { get; private set; } = stream;

    /// <summary>From here on through TLS; the order of messages goes on.</summary>
    public void Wrap(Stream secured) => Stream = secured;

    /// <summary>A new question: messages are counted anew.</summary>
    public void StartOver() => _order = 0;

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        int piece;
        do
        {
            await Stream.ReadExactlyAsync(_head, cancellationToken);
            piece = _head[0] | (_head[1] << 8) | (_head[2] << 16);
            if (_head[3] != _order++)
            {
                throw new DatabaseException("The server's messages are out of order.");
            }

            if (length + piece > DatabaseLimits.PacketBytesMax)
            {
                throw new DatabaseException($"The server's message has more than {DatabaseLimits.PacketBytesMax} bytes.");
            }

            // A length is a claim: memory grows with the bytes that really come.
            for (var end = length + piece; length < end;)
            {
                if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, _buffer.Length * 2);
                }

                var part = Math.Min(end, _buffer.Length) - length;
                await Stream.ReadExactlyAsync(_buffer.AsMemory(length, part), cancellationToken);
                length += part;
            }
        }
        while (piece == PieceBytesMax);
        return _buffer.AsMemory(0, length);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        int piece;
        do
        {
            piece = Math.Min(message.Length, PieceBytesMax);
            var framed = new byte[4 + piece];
            (framed[0], framed[1], framed[2], framed[3]) = ((byte)piece, (byte)(piece >> 8), (byte)(piece >> 16), _order++);
            message[..piece].CopyTo(framed.AsMemory(4));
            message = message[piece..];
            await Stream.WriteAsync(framed, cancellationToken);
        }
        while (piece == PieceBytesMax);
        await Stream.FlushAsync(cancellationToken);
    }
}
