namespace Weir.Engines.Formats.Codecs;

/// <summary>Bytes that grow as they are written. One thread.</summary>
internal sealed class ByteSink(int capacity)
{
    private byte[] _bytes = new byte[Math.Max(capacity, 64)];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Byte(byte value)
    {
        if (Length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[Length++] = value;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Next(bytes.Length));
    }

    /// <summary>Room for so many bytes, already counted as written.</summary>
    public Span<byte> Next(int count)
    {
        if (count > _bytes.Length - Length)
        {
            Grow(count);
        }

        var room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }

    /// <summary>The byte so far behind the end; 1 is the last.</summary>
    public byte Back(int distance) => _bytes[Length - distance];

    /// <summary>Writes bytes again that begin so far behind the end, those just written among them.</summary>
    public void Repeat(int distance, int length)
    {
        var at = Length;
        Next(length);
        Overlap.Copy(_bytes, at, distance, length);
    }

    /// <summary>Changes a byte that was written before.</summary>
    public void Set(int at, byte value) => _bytes[at] = value;

    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    public void Clear() => Length = 0;

    public byte[] ToArray() => Written.ToArray();

    private void Grow(int count) => Array.Resize(ref _bytes, Math.Max(checked(Length + count), (int)Math.Min(_bytes.Length * 2L, Array.MaxLength)));
}
