namespace Weir.Engines.Formats.Codecs.Bzip2;

/// <summary>Writes bits, the highest first. One thread.</summary>
internal sealed class BitsOut(Stream target)
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _at;
    private ulong _bits;
    private int _count;

    /// <summary>At most 32 bits.</summary>
    public void Write(uint value, int count)
    {
        _bits = (_bits << count) | value;
        _count += count;
        while (_count >= 8)
        {
            _count -= 8;
            Byte((byte)(_bits >> _count));
        }
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Finish()
    {
        if (_count > 0)
        {
            Byte((byte)(_bits << (8 - _count)));
            _count = 0;
        }

        target.Write(_buffer.AsSpan(0, _at));
        _at = 0;
    }

    private void Byte(byte value)
    {
        if (_at == _buffer.Length)
        {
            target.Write(_buffer);
            _at = 0;
        }

        _buffer[_at++] = value;
    }
}
