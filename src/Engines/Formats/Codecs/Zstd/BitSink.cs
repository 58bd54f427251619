namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>Bits from the lowest on, closed by a mark: what is written last is read first.</summary>
internal sealed class BitSink(ByteSink output)
{
    private ulong _bits;
    private int _count;

    public void Write(uint value, int count)
    {
        _bits |= (ulong)value << _count;
        _count += count;
        while (_count >= 8)
        {
            output.Byte((byte)_bits);
            _bits >>= 8;
            _count -= 8;
        }
    }

    public void Close()
    {
        Write(1, 1);
        if (_count > 0)
        {
            output.Byte((byte)_bits);
        }

        (_bits, _count) = (0, 0);
    }
}
