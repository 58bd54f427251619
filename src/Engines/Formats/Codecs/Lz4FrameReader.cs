using System.Buffers.Binary;

namespace Weir.Engines.Formats.Codecs;

/// <summary>Decompresses LZ4 frames, one after the other. One thread.</summary>
public sealed class Lz4FrameReader(Stream source) : ReadOnlyStream
{
    private const uint Magic = 0x184D2204;
    private const int HistoryBytes = 64 << 10;

    private byte[] _buffer = [];
    private int _at, _end, _blockMax;
    private bool _isInFrame, _isLinked, _hasBlockChecksum, _hasContentChecksum;

    /// <summary>A file of LZ4's own tools, or one as Hadoop frames it.</summary>
    public static Stream OpenEither(Stream source)
    {
        var prefix = new byte[4];
        var count = source.ReadAtLeast(prefix, 4, throwOnEndOfStream: false);
        var whole = new PrefixedStream(prefix[..count], source);
        var magic = count == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(prefix) : 0;
        return magic == Magic || (magic & 0xFFFFFFF0) == 0x184D2A50 ? new Lz4FrameReader(whole) : new BlockFramesReader(whole, isSnappy: false);
    }

    public override int Read(Span<byte> buffer)
    {
        while (_at == _end && !buffer.IsEmpty)
        {
            if (!_isInFrame && !BeginFrame())
            {
                return 0;
            }

            NextBlock();
        }

        var count = Math.Min(buffer.Length, _end - _at);
        _buffer.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
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

    private void NextBlock()
    {
        var size = ReadUInt32();
        if (size == 0)
        {
            _isInFrame = false;
            if (_hasContentChecksum)
            {
                _ = ReadUInt32();
            }

            return;
        }

        var isPlain = (size & 0x80000000) != 0;
        var stored = (int)(size & 0x7FFFFFFF);
        if (stored > _blockMax)
        {
            throw new FormatException($"an LZ4 block of {stored} bytes where {_blockMax} is the most");
        }

        var block = BoundedRead.Exactly(source, stored, "an LZ4 block");
        if (_hasBlockChecksum && ReadUInt32() != XxHash32.Of(block))
        {
            throw new FormatException("an LZ4 block's checksum is wrong");
        }

        Slide();
        if (isPlain)
        {
            block.CopyTo(_buffer.AsSpan(_end));
            _end += stored;
        }
        else
        {
            _end += Lz4.Decompress(block, _buffer.AsSpan(0, _end + _blockMax), _end);
        }
    }

    /// <summary>Linked blocks refer to what came before them.</summary>
    private void Slide()
    {
        var kept = _isLinked ? Math.Min(HistoryBytes, _end) : 0;
        if (_buffer.Length < HistoryBytes + _blockMax)
        {
            Array.Resize(ref _buffer, HistoryBytes + _blockMax);
        }

        _buffer.AsSpan(_end - kept, kept).CopyTo(_buffer);
        (_at, _end) = (kept, kept);
    }

    private bool BeginFrame()
    {
        Span<byte> four = stackalloc byte[4];
        while (true)
        {
            var count = source.ReadAtLeast(four, 4, throwOnEndOfStream: false);
            if (count == 0)
            {
                return false;
            }

            var magic = count == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(four) : 0;
            if (magic == Magic)
            {
                break;
            }

            if ((magic & 0xFFFFFFF0) != 0x184D2A50)
            {
                throw new FormatException("no LZ4 frame where one should begin");
            }

            for (var left = (long)ReadUInt32(); left > 0; left -= Math.Min(left, 1 << 16))
            {
                _ = BoundedRead.Exactly(source, (int)Math.Min(left, 1 << 16), "an LZ4 frame to skip");
            }
        }

        var flags = BoundedRead.Exactly(source, 2, "an LZ4 header");
        if (flags[0] >> 6 != 1 || (flags[0] & 1) != 0)
        {
            throw new FormatException((flags[0] & 1) != 0 ? "LZ4 dictionaries are not supported" : "an LZ4 frame of an unknown version");
        }

        var code = (flags[1] >> 4) & 7;
        if (code < 4)
        {
            throw new FormatException("an LZ4 frame with blocks of an unknown size");
        }

        var size = (flags[0] & 8) != 0 ? BoundedRead.Exactly(source, 8, "an LZ4 header") : [];
        var check = BoundedRead.Exactly(source, 1, "an LZ4 header")[0];
        if (check != (byte)(XxHash32.Of([.. flags, .. size]) >> 8))
        {
            throw new FormatException("an LZ4 frame's header is damaged");
        }

        _blockMax = 1 << (8 + (2 * code));
        _isLinked = (flags[0] & 0x20) == 0;
        _hasBlockChecksum = (flags[0] & 0x10) != 0;
        _hasContentChecksum = (flags[0] & 0x04) != 0;
        (_at, _end, _isInFrame) = (0, 0, true);
        return true;
    }

    private uint ReadUInt32()
    {
        Span<byte> four = stackalloc byte[4];
        return source.ReadAtLeast(four, 4, throwOnEndOfStream: false) == 4
            ? BinaryPrimitives.ReadUInt32LittleEndian(four)
            : throw new FormatException("an LZ4 file is cut short");
    }
}
