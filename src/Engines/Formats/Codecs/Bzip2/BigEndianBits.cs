namespace Weir.Engines.Formats.Codecs.Bzip2;

/// <summary>Bits of a stream from the highest on.</summary>
internal sealed class BigEndianBits(Stream source)
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _at, _end;
    private ulong _bits;
    private int _count;

    /// <summary>At most 32 bits.</summary>
    public uint Read(int count)
    {
        Fill(count);
        _count -= count;
        return (uint)((_bits >> _count) & ((1UL << count) - 1));
    }

    public bool ReadBit() => Read(1) != 0;

    /// <summary>The next bits without taking them; zeros behind the end.</summary>
    public uint Peek(int count)
    {
        while (_count < count && TryByte(out var next))
        {
            _bits = (_bits << 8) | next;
            _count += 8;
        }

        return _count >= count
            ? (uint)((_bits >> (_count - count)) & ((1UL << count) - 1))
            : (uint)((_bits << (count - _count)) & ((1UL << count) - 1));
    }

    /// <summary>Drops the rest of a byte; whether another follows.</summary>
    public bool Align()
    {
        _count -= _count % 8;
        if (_count > 0)
        {
            return true;
        }

        if (!TryByte(out var next))
        {
            return false;
        }

        (_bits, _count) = (next, 8);
        return true;
    }

    private void Fill(int count)
    {
        while (_count < count)
        {
            _bits = TryByte(out var next) ? (_bits << 8) | next : throw new FormatException("a bzip2 stream is cut short");
            _count += 8;
        }
    }

    private bool TryByte(out byte next)
    {
        if (_at == _end)
        {
            (_at, _end) = (0, source.Read(_buffer));
        }

        next = _at < _end ? _buffer[_at++] : (byte)0;
        return _end > 0;
    }
}
