using System.Buffers;
using System.Text;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>A growing run of bytes in a rented array: what is hashed is never a string.</summary>
internal sealed class ByteWriter(int capacity) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public int Length => _length;

    public void Byte(byte value)
    {
        Room(1);
        _bytes[_length++] = value;
    }

    public void Bytes(ReadOnlySpan<byte> values)
    {
        Room(values.Length);
        values.CopyTo(_bytes.AsSpan(_length));
        _length += values.Length;
    }

    public void Text(ReadOnlySpan<char> text)
    {
        Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    public void Lower(ReadOnlySpan<char> text)
    {
        var from = _length;
        Text(text);
        foreach (ref var value in _bytes.AsSpan(from, _length - from))
        {
            value = value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
        }
    }

    public void Hex(ReadOnlySpan<byte> values)
    {
        foreach (var value in values)
        {
            Byte((byte)"0123456789abcdef"[value >> 4]);
            Byte((byte)"0123456789abcdef"[value & 0xF]);
        }
    }

    /// <summary>Percent-encodes as RFC 3986 demands, one byte.</summary>
    public void Encoded(byte value, bool keepSlash)
    {
        if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~'
            || (keepSlash && value == (byte)'/'))
        {
            Byte(value);
            return;
        }

        Byte((byte)'%');
        Byte((byte)"0123456789ABCDEF"[value >> 4]);
        Byte((byte)"0123456789ABCDEF"[value & 0xF]);
    }

    public override string ToString() => Encoding.UTF8.GetString(Written);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    private void Room(int more)
    {
        if (_bytes.Length - _length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + more));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
