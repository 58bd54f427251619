using System.Buffers.Binary;

namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>Compresses what is written as one zstd frame with a checksum; complete when disposed. One thread.</summary>
public sealed class ZstdWriter(Stream target, bool leaveOpen = false) : WriteOnlyStream
{
    private const int Block = ZstdTables.BlockBytesMax;

    private readonly byte[] _window = new byte[2 * Block];
    private readonly ZstdBlockEncoder _encoder = new();
    private readonly ByteSink _output = new(Block);
    private readonly XxHash64 _hash = new();
    private int _start, _end;
    private bool _isBegun, _isOver;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // A full block waits for more: only the last one may say that it is.
            if (_end - _start == Block)
            {
                WriteBlock(isLast: false);
            }

            var count = Math.Min(buffer.Length, Block - (_end - _start));
            buffer[..count].CopyTo(_window.AsSpan(_end));
            _end += count;
            buffer = buffer[count..];
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isOver)
        {
            _isOver = true;
            WriteBlock(isLast: true);
            if (!leaveOpen)
            {
                target.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void WriteBlock(bool isLast)
    {
        _output.Clear();
        if (!_isBegun)
        {
            _isBegun = true;
            BinaryPrimitives.WriteUInt32LittleEndian(_output.Next(4), ZstdTables.Magic);
            _output.Byte(4); // a checksum follows the content
            _output.Byte(8 << 3); // a window of 256 KB
        }

        _hash.Add(_window.AsSpan(_start, _end - _start));
        _encoder.Write(_window.AsSpan(0, _end), _start, isLast, _output);
        if (isLast)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_output.Next(4), (uint)_hash.Digest());
        }

        target.Write(_output.Written);
        _start = _end;
        if (_start == _window.Length)
        {
            _window.AsSpan(Block).CopyTo(_window);
            _encoder.Slide(Block);
            (_start, _end) = (Block, Block);
        }
    }
}
