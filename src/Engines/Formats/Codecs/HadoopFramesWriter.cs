using System.Buffers.Binary;

namespace Weir.Engines.Formats.Codecs;

/// <summary>Snappy or LZ4 as Hadoop frames it: for each block its plain length, then its compressed length, then the bytes. One thread.</summary>
/// <param name="target">Closed with this stream.</param>
public sealed class HadoopFramesWriter(Stream target, bool isSnappy) : WriteOnlyStream
{
    /// <summary>Hadoop's readers have buffers of 256 KB.</summary>
    private const int BlockBytes = 128 << 10;

    private readonly byte[] _block = new byte[BlockBytes];
    private int _held;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, BlockBytes - _held);
            buffer[..count].CopyTo(_block.AsSpan(_held));
            buffer = buffer[count..];
            _held += count;
            if (_held == BlockBytes)
            {
                WriteBlock();
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            WriteBlock();
            target.Dispose();
        }

        base.Dispose(disposing);
    }

    private void WriteBlock()
    {
        if (_held == 0)
        {
            return;
        }

        var stored = isSnappy ? Snappy.Compress(_block.AsSpan(0, _held)) : Lz4.Compress(_block.AsSpan(0, _held));
        Span<byte> lengths = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(lengths, _held);
        BinaryPrimitives.WriteInt32BigEndian(lengths[4..], stored.Length);
        target.Write(lengths);
        target.Write(stored);
        _held = 0;
    }
}
