namespace Weir.Engines.Formats.Parquet.Encodings;

/// <summary>Whole numbers as differences, packed in blocks (DELTA_BINARY_PACKED). One thread.</summary>
internal sealed class DeltaNumbers
{
    private const int BlockValuesMax = 1 << 20;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _miniValues;
    private readonly byte[] _widths;
    private int _at;
    private long _last;
    private long _left;
    private bool _isFirst = true;
    private long _least;
    private int _mini;
    private int _miniLeft;
    private long _bitAt;
    private int _width;

    public DeltaNumbers(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        var block = Varint();
        var minis = Varint();
        _left = (long)Math.Min(Varint(), long.MaxValue);
        var first = Varint();
        _last = (long)(first >> 1) ^ -(long)(first & 1);
        if (block is 0 or > BlockValuesMax || minis == 0 || minis > block || block % minis != 0 || (block / minis) % 8 != 0)
        {
            throw new FormatException($"differences in blocks of {block} values in {minis} parts");
        }

        (_miniValues, _widths) = ((int)(block / minis), new byte[(int)minis]);
        _mini = _widths.Length;
        Count = _left;
    }

    /// <summary>How many numbers there are said to be.</summary>
    public long Count { get; }

    /// <summary>Where what follows begins, once all numbers are read.</summary>
    public int End => _at;

    public void Read(Span<long> target)
    {
        if (target.Length > _left)
        {
            throw new FormatException($"{_left} differences where {target.Length} values are wanted");
        }

        _left -= target.Length;
        var to = 0;
        if (_isFirst && target.Length > 0)
        {
            _isFirst = false;
            target[to++] = _last;
        }

        while (to < target.Length)
        {
            if (_miniLeft == 0)
            {
                NextMini();
            }

            var count = Math.Min(_miniLeft, target.Length - to);
            for (var at = 0; at < count; at++)
            {
                _last = unchecked(_last + _least + (long)Bits());
                target[to++] = _last;
            }

            _miniLeft -= count;
        }
    }

    private void NextMini()
    {
        var bytes = _bytes.Span;
        if (_mini == _widths.Length)
        {
            var least = Varint();
            _least = (long)(least >> 1) ^ -(long)(least & 1);
            if (bytes.Length - _at < _widths.Length)
            {
                throw new FormatException("a block of differences is cut short");
            }

            bytes.Slice(_at, _widths.Length).CopyTo(_widths);
            _at += _widths.Length;
            _mini = 0;
        }

        _width = _widths[_mini++];
        if (_width > 64)
        {
            throw new FormatException($"differences of {_width} bits");
        }

        var size = (long)_miniValues * _width / 8;
        var needed = Math.Min(size, ((Math.Min(_miniValues, _left + 1) * _width) + 7) / 8);
        if (bytes.Length - _at < needed)
        {
            throw new FormatException("a block of differences is cut short");
        }

        (_miniLeft, _bitAt) = (_miniValues, _at * 8L);
        _at = (int)Math.Min(bytes.Length, _at + size);
    }

    private ulong Bits()
    {
        if (_width == 0)
        {
            return 0;
        }

        var bytes = _bytes.Span;
        var (from, shift) = ((int)(_bitAt >> 3), (int)(_bitAt & 7));
        _bitAt += _width;
        var word = 0UL;
        for (var at = 0; at < 8 && from + at < bytes.Length; at++)
        {
            word |= (ulong)bytes[from + at] << (8 * at);
        }

        word >>= shift;
        if (shift + _width > 64 && from + 8 < bytes.Length)
        {
            word |= (ulong)bytes[from + 8] << (64 - shift);
        }

        return _width == 64 ? word : word & ((1UL << _width) - 1);
    }

    private ulong Varint()
    {
        var bytes = _bytes.Span;
        var number = 0UL;
        for (var shift = 0; shift < 64 && _at < bytes.Length; shift += 7)
        {
            var part = bytes[_at++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        throw new FormatException("a block of differences is cut short");
    }
}
