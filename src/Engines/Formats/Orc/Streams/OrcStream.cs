using System.Runtime.CompilerServices;

namespace Weir.Engines.Formats.Orc.Streams;

/// <summary>One stream of one stripe, decompressed as it is read; holds a chunk at a time. One thread.</summary>
internal sealed class OrcStream
{
    /// <summary>Bytes behind the data that decoders may look at (not use).</summary>
    public const int Slack = 16;

    private readonly OrcStripeBytes _bytes;
    private readonly long _start;
    private readonly long _end;
    private long _next;

    // Small at first and after a jump: most streams are short, and of many only a part is wanted.
    private int _readBytes = OrcLimits.ReadBytesMin;
    private byte[] _raw = [];
    private int _rawAt;
    private int _rawEnd;
    private byte[] _plain = [];
    private int _at;
    private int _plainEnd;

    /// <param name="start">Where the stream begins in the file.</param>
    public OrcStream(OrcStripeBytes bytes, long start, long length) =>
        (_bytes, _start, _end, _next, Length) = (bytes, start, start + length, start, length);

    /// <summary>Bytes as stored.</summary>
    public long Length { get; }

    /// <summary>What is decompressed and not consumed yet. Behind it lie <see cref="Slack"/> bytes of no meaning.</summary>
    public ReadOnlySpan<byte> Ready => _plain.AsSpan(_at, _plainEnd - _at);

    /// <summary>The memory of <see cref="Ready"/>, which starts at the index given.</summary>
    public byte[] Memory(out int at, out int end)
    {
        (at, end) = (_at, _plainEnd);
        return _plain;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int count) => _at += count;

    /// <summary>Makes at least so many bytes ready; false when the stream ends before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Ensure(int count) => _plainEnd - _at >= count || Fill(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ReadByte()
    {
        if (_at == _plainEnd && !Fill(1))
        {
            throw Ended();
        }

        return _plain[_at++];
    }

    public void Read(Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            if (_at == _plainEnd && !Fill(1))
            {
                throw Ended();
            }

            var count = Math.Min(into.Length, _plainEnd - _at);
            _plain.AsSpan(_at, count).CopyTo(into);
            _at += count;
            into = into[count..];
        }
    }

    public void Skip(long count)
    {
        while (count > 0)
        {
            if (_at == _plainEnd && !Fill(1))
            {
                throw Ended();
            }

            var part = (int)Math.Min(count, _plainEnd - _at);
            _at += part;
            count -= part;
        }
    }

    /// <summary>Goes to a place of a row index: in a compressed stream a chunk and bytes inside it, else bytes.</summary>
    public void Seek(ref OrcPositions positions)
    {
        var place = positions.Next();
        if (place > Length)
        {
            throw new FormatException("a row index points behind its stream");
        }

        (_next, _rawAt, _rawEnd, _at, _plainEnd) = (_start + place, 0, 0, 0, 0);
        _readBytes = OrcLimits.ReadBytesMin;
        if (_bytes.Codec != OrcCodec.None)
        {
            Skip(positions.Next());
        }
    }

    public FormatException Ended() => new($"a stream at {_start} ends after {Length} bytes, in the middle of its values");

    private bool Fill(int count)
    {
        if (count > OrcLimits.BlockBytesMax)
        {
            throw new FormatException($"a run of {count} bytes");
        }

        do
        {
            if (!(_bytes.Codec == OrcCodec.None ? LoadPlain(count) : LoadChunk()))
            {
                return false;
            }
        }
        while (_plainEnd - _at < count);

        return true;
    }

    private bool LoadPlain(int count)
    {
        var part = (int)Math.Min(_end - _next, Math.Max(ReadBytes(), count));
        if (part == 0)
        {
            return false;
        }

        Room(part);
        _bytes.Read(_next, _plain.AsSpan(_plainEnd, part));
        _next += part;
        _plainEnd += part;
        return true;
    }

    private bool LoadChunk()
    {
        if (_rawAt == _rawEnd && _next == _end)
        {
            return false;
        }

        NeedRaw(OrcCompression.HeaderBytes);
        var (length, isPlain) = OrcCompression.ReadHeader(_raw.AsSpan(_rawAt));
        _rawAt += OrcCompression.HeaderBytes;
        if (length > _rawEnd - _rawAt + (_end - _next) || (isPlain && length > _bytes.BlockBytes))
        {
            throw new FormatException($"a chunk of {length} bytes does not fit its stream at {_start}");
        }

        NeedRaw(length);
        var chunk = _raw.AsSpan(_rawAt, length);
        _rawAt += length;
        if (isPlain)
        {
            Room(length);
            chunk.CopyTo(_plain.AsSpan(_plainEnd));
            _plainEnd += length;
            return true;
        }

        var most = OrcCompression.PlainBytesMax(_bytes.Codec, chunk, _bytes.BlockBytes);
        Room(most);
        _plainEnd += _bytes.Compression.Decompress(_bytes.Codec, chunk, _plain.AsSpan(_plainEnd, most));
        return true;
    }

    /// <summary>Makes so many stored bytes ready.</summary>
    private void NeedRaw(int count)
    {
        var left = _rawEnd - _rawAt;
        if (left >= count)
        {
            return;
        }

        if (count > left + (_end - _next))
        {
            throw Ended();
        }

        var part = (int)Math.Min(_end - _next, Math.Max(count - left, ReadBytes() - left));
        if (_raw.Length < left + part)
        {
            var larger = new byte[left + part];
            _raw.AsSpan(_rawAt, left).CopyTo(larger);
            _raw = larger;
        }
        else
        {
            _raw.AsSpan(_rawAt, left).CopyTo(_raw);
        }

        (_rawAt, _rawEnd) = (0, left + part);
        _bytes.Read(_next, _raw.AsSpan(left, part));
        _next += part;
    }

    private int ReadBytes()
    {
        var bytes = _readBytes;
        _readBytes = Math.Min(bytes * 2, OrcLimits.ReadBytesMax);
        return bytes;
    }

    /// <summary>Moves what is left to the front and makes room behind it.</summary>
    private void Room(int count)
    {
        var left = _plainEnd - _at;
        if (_plain.Length < left + count + Slack)
        {
            var larger = new byte[Math.Max(left + count + Slack, Math.Min(_plain.Length * 2, 64 << 10))];
            _plain.AsSpan(_at, left).CopyTo(larger);
            _plain = larger;
        }
        else if (_at > 0)
        {
            _plain.AsSpan(_at, left).CopyTo(_plain);
        }

        (_at, _plainEnd) = (0, left);
    }
}
