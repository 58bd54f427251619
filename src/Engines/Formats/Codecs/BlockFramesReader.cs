using System.Buffers.Binary;

namespace Weir.Engines.Formats.Codecs;

/// <summary>
/// Snappy or LZ4 blocks as Hadoop frames them (the length of what follows decompressed, then pieces with their compressed lengths), and
/// for snappy also the framing format of its own tools. One thread.
/// </summary>
public sealed class BlockFramesReader : ReadOnlyStream
{
    private const int BlockBytesMax = 64 << 20;

    private readonly Stream _source;
    private readonly bool _isSnappy;
    private readonly bool _isFramed;
    private byte[] _block = [];
    private int _at, _end, _blockLeft;

    public BlockFramesReader(Stream source, bool isSnappy)
    {
        var prefix = new byte[10];
        var count = source.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        _isSnappy = isSnappy;
        _isFramed = isSnappy && prefix is [0xFF, 6, 0, 0, (byte)'s', (byte)'N', (byte)'a', (byte)'P', (byte)'p', (byte)'Y'];
        _source = _isFramed ? source : new PrefixedStream(prefix[..count], source);
    }

    public override int Read(Span<byte> buffer)
    {
        while (_at == _end && !buffer.IsEmpty)
        {
            if (!(_isFramed ? NextChunk() : NextPiece()))
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _end - _at);
        _block.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool NextPiece()
    {
        while (_blockLeft == 0)
        {
            if (!TryLength(out _blockLeft))
            {
                return false;
            }
        }

        if (!TryLength(out var stored))
        {
            throw new FormatException("a compressed file is cut short");
        }

        var piece = BoundedRead.Exactly(_source, stored, "a compressed block");
        if (_isSnappy)
        {
            _block = Snappy.Decompress(piece, Math.Min(_blockLeft, BlockBytesMax));
            _end = _block.Length;
        }
        else
        {
            // No byte of LZ4 stands for more than 255: memory follows what is there, not what a length says.
            var room = (int)Math.Min(_blockLeft, (255L * stored) + 64);
            _block = _block.Length >= room ? _block : new byte[room];
            _end = Lz4.Decompress(piece, _block.AsSpan(0, room));
        }

        _at = 0;
        _blockLeft -= _end;
        return true;
    }

    private bool TryLength(out int length)
    {
        Span<byte> four = stackalloc byte[4];
        var count = _source.ReadAtLeast(four, 4, throwOnEndOfStream: false);
        length = count == 4 ? BinaryPrimitives.ReadInt32BigEndian(four) : 0;
        return count switch
        {
            0 => false,
            4 when length is >= 0 and <= BlockBytesMax => true,
            _ => throw new FormatException("a compressed file has a block length out of range"),
        };
    }

    /// <summary>The framing format: chunk type, 24-bit length, masked CRC-32C of the content.</summary>
    private bool NextChunk()
    {
        Span<byte> head = stackalloc byte[4];
        var count = _source.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        if (count == 0)
        {
            return false;
        }

        if (count < 4)
        {
            throw new FormatException("a snappy file is cut short");
        }

        var length = head[1] | (head[2] << 8) | (head[3] << 16);
        var chunk = BoundedRead.Exactly(_source, length, "a snappy chunk");
        (_at, _end) = (0, 0);
        switch (head[0])
        {
            case 0 or 1 when length >= 4:
                _block = head[0] == 1 ? chunk[4..] : Snappy.Decompress(chunk.AsSpan(4), 1 << 16);
                _end = _block.Length;
                var crc = Weir.Kernel.Storage.Checksums.Crc32C.Compute(_block);
                if (unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8) != BinaryPrimitives.ReadUInt32LittleEndian(chunk))
                {
                    throw new FormatException("a snappy chunk's checksum is wrong");
                }

                break;
            case >= 0x80:
                break; // padding, a repeated stream identifier, what may be skipped
            default:
                throw new FormatException($"a snappy file has a chunk of kind {head[0]}");
        }

        return true;
    }
}
