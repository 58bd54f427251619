using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Engines.Formats.Avro;

/// <summary>Reads Avro's binary encoding out of one block. Every length is checked against what is left.</summary>
public ref struct AvroInput(ReadOnlySpan<byte> bytes)
{
    /// <summary>Recursive types may nest this deep in data.</summary>
    private const int DepthMax = 200;

    /// <summary>Items that take no bytes are bounded by count alone.</summary>
    private const int EmptyItemsMax = 1 << 20;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private int _depth;
    private int _emptyItems;

    public readonly bool IsAtEnd => _at == _bytes.Length;

    public readonly int Position => _at;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadLong()
    {
        if ((uint)_at < (uint)_bytes.Length)
        {
            var first = _bytes[_at];
            if (first < 0x80)
            {
                _at++;
                return (first >> 1) ^ -(first & 1);
            }
        }

        return ReadLongSlow();
    }

    public int ReadInt()
    {
        var value = ReadLong();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Damaged("a number that does not fit an int");
    }

    public bool ReadBoolean() => Take(1)[0] switch
    {
        0 => false,
        1 => true,
        _ => throw Damaged("a boolean that is neither true nor false"),
    };

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>The bytes of a string or of bytes, in place.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadLong();
        return length >= 0 && length <= _bytes.Length - _at ? Take((int)length) : throw Damaged("a length out of range");
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at)
        {
            throw Damaged("its end within a value");
        }

        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }

    /// <summary>The count of a run of items; zero ends an array or a map.</summary>
    /// <param name="itemBytesMin">Fewest bytes an item takes.</param>
    public int ReadItems(int itemBytesMin)
    {
        var count = ReadLong();
        if (count < 0)
        {
            // A negative count is followed by the run's length in bytes, for those who skip.
            count = count == long.MinValue ? throw Damaged("a count out of range") : -count;
            _ = ReadLong();
        }

        if (itemBytesMin > 0 ? count > (_bytes.Length - _at) / itemBytesMin : count > EmptyItemsMax - _emptyItems)
        {
            throw Damaged("more items than there are bytes");
        }

        _emptyItems += itemBytesMin > 0 ? 0 : (int)count;
        return (int)count;
    }

    /// <summary>Skips a run of items at once where its length is known; returns the count to skip one by one, or -1.</summary>
    public int SkipItems(int itemBytesMin)
    {
        var start = _at;
        var count = ReadLong();
        if (count >= 0)
        {
            _at = start;
            return ReadItems(itemBytesMin);
        }

        var length = ReadLong();
        _ = length >= 0 && length <= _bytes.Length - _at ? Take((int)length) : throw Damaged("a length out of range");
        return -1;
    }

    public void Enter()
    {
        if (++_depth > DepthMax)
        {
            throw Damaged($"values nested deeper than {DepthMax}");
        }
    }

    public void Leave() => _depth--;

    public readonly FormatException Damaged(string what) => new($"Avro data has {what} at byte {_at} of its block");

    private long ReadLongSlow()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_at >= _bytes.Length)
            {
                throw Damaged("its end within a number");
            }

            var next = _bytes[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw Damaged("a number of more than ten bytes");
    }
}
