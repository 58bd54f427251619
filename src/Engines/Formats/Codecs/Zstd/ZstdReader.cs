using System.Buffers.Binary;

namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>Decompresses a stream of zstd frames, one after the other; memory is the window a frame asks for. One thread.</summary>
/// <param name="windowBytesMax">Frames that ask for a larger window are refused.</param>
public sealed class ZstdReader(Stream source, int windowBytesMax = ZstdReader.WindowBytesMax) : ReadOnlyStream
{
    /// <summary>What the format's own tools accept without being told otherwise, with 128 KB for a block.</summary>
    public const int WindowBytesMax = 128 << 20;

    private readonly ZstdBlocks _blocks = new();
    private readonly byte[] _stored = new byte[ZstdTables.BlockBytesMax];
    private byte[] _buffer = [];
    private int _windowBytes, _blockMax, _read, _written;
    private bool _isInFrame, _hasChecksum, _isOver;
    private XxHash64 _hash = new();
    private ulong? _contentBytes;
    private ulong _frameBytes;

    public override int Read(Span<byte> buffer)
    {
        while (_read == _written && !buffer.IsEmpty)
        {
            if (_isOver || !Fill())
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _written - _read);
        _buffer.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Decodes the next block; false at the end.</summary>
    private bool Fill()
    {
        if (!_isInFrame && !BeginFrame())
        {
            _isOver = true;
            return false;
        }

        Span<byte> three = stackalloc byte[3];
        Exactly(three);
        var header = three[0] | (three[1] << 8) | (three[2] << 16);
        var (isLast, kind, size) = ((header & 1) != 0, (header >> 1) & 3, header >> 3);
        if (size > _blockMax && kind != 1 || kind == 3 || size > ZstdTables.BlockBytesMax)
        {
            throw new FormatException($"a zstd block of kind {kind} and {size} bytes");
        }

        Slide();
        var start = _written;
        switch (kind)
        {
            case 0:
                Exactly(_buffer.AsSpan(_written, size));
                _written += size;
                break;
            case 1:
                Exactly(three[..1]);
                _buffer.AsSpan(_written, size).Fill(three[0]);
                _written += size;
                break;
            default:
                Exactly(_stored.AsSpan(0, size));
                _written = _blocks.Decode(
                    _stored.AsSpan(0, size), _buffer.AsSpan(0, _written + _blockMax), _written, (int)Math.Max(0, _written - (long)Math.Min(_frameBytes, (ulong)_windowBytes)));
                break;
        }

        var bytes = _buffer.AsSpan(start, _written - start);
        _frameBytes += (ulong)bytes.Length;
        if (_hasChecksum)
        {
            _hash.Add(bytes);
        }

        if (_contentBytes < _frameBytes)
        {
            throw new FormatException("a zstd frame has more content than it says");
        }

        if (isLast)
        {
            EndFrame();
        }

        return true;
    }

    private void EndFrame()
    {
        _isInFrame = false;
        if (_contentBytes is { } expected && expected != _frameBytes)
        {
            throw new FormatException($"a zstd frame has {_frameBytes} bytes instead of {expected}");
        }

        if (!_hasChecksum)
        {
            return;
        }

        Span<byte> four = stackalloc byte[4];
        Exactly(four);
        if (BinaryPrimitives.ReadUInt32LittleEndian(four) != (uint)_hash.Digest())
        {
            throw new FormatException("a zstd frame's checksum is wrong");
        }
    }

    private bool BeginFrame()
    {
        Span<byte> buffer = stackalloc byte[8];
        while (true)
        {
            var count = source.ReadAtLeast(buffer[..4], 4, throwOnEndOfStream: false);
            if (count == 0)
            {
                return false;
            }

            var magic = count == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(buffer) : 0;
            if (magic == ZstdTables.Magic)
            {
                break;
            }

            if ((magic & 0xFFFFFFF0) != 0x184D2A50)
            {
                throw new FormatException("no zstd frame where one should begin");
            }

            Exactly(buffer[..4]);
            Skip(BinaryPrimitives.ReadUInt32LittleEndian(buffer));
        }

        Exactly(buffer[..1]);
        int descriptor = buffer[0];
        var isSingle = (descriptor & 0x20) != 0;
        if ((descriptor & 0x08) != 0 || (descriptor & 3) != 0)
        {
            throw new FormatException((descriptor & 3) != 0 ? "zstd dictionaries are not supported" : "a zstd frame of an unknown kind");
        }

        var window = 0UL;
        if (!isSingle)
        {
            Exactly(buffer[..1]);
            var unit = 1UL << (10 + (buffer[0] >> 3));
            window = unit + (unit / 8 * (uint)(buffer[0] & 7));
        }

        var sizeBytes = (descriptor >> 6) switch { 0 => isSingle ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        buffer.Clear();
        Exactly(buffer[..sizeBytes]);
        var size = BinaryPrimitives.ReadUInt64LittleEndian(buffer) + (sizeBytes == 2 ? 256UL : 0);
        _contentBytes = sizeBytes == 0 ? null : size;
        window = isSingle ? size : window;
        if (window > (ulong)windowBytesMax)
        {
            throw new FormatException($"a zstd frame asks for a window of {window} bytes, more than {windowBytesMax}");
        }

        _windowBytes = (int)window;
        _blockMax = (int)Math.Min(window, ZstdTables.BlockBytesMax);
        _hasChecksum = (descriptor & 4) != 0;
        (_read, _written, _frameBytes, _isInFrame) = (0, 0, 0, true);
        _hash = new XxHash64();
        _blocks.Begin();
        return true;
    }

    /// <summary>Makes room for a block behind the window; the buffer grows to its full size only when there is content for it.</summary>
    private void Slide()
    {
        const int Room = ZstdTables.BlockBytesMax;
        if (_buffer.Length - _written >= Room)
        {
            return;
        }

        var kept = Math.Min(_windowBytes, _written);
        var full = checked(_windowBytes + (8 * Room));
        if (_buffer.Length < full)
        {
            Array.Resize(ref _buffer, (int)Math.Min(full, Math.Max(2L * _buffer.Length, _written + (2 * Room))));
            if (_buffer.Length - _written >= Room)
            {
                return;
            }
        }

        _buffer.AsSpan(_written - kept, kept).CopyTo(_buffer);
        (_read, _written) = (kept, kept);
    }

    private void Skip(uint count)
    {
        while (count > 0)
        {
            var step = (int)Math.Min(count, (uint)_stored.Length);
            Exactly(_stored.AsSpan(0, step));
            count -= (uint)step;
        }
    }

    private void Exactly(Span<byte> target)
    {
        if (source.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw new FormatException("a zstd stream is cut short");
        }
    }
}
