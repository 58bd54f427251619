using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>A bit stream read from its end, whose last byte marks where it starts with its highest one.</summary>
internal ref struct BackwardBits
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Bits not yet read; below zero when more were asked for than there are.</summary>
    private int _left;

    public BackwardBits(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[^1] == 0)
        {
            throw new FormatException("a zstd bit stream has no end mark");
        }

        _bytes = bytes;
        _left = ((bytes.Length - 1) * 8) + BitOperations.Log2(bytes[^1]);
    }

    public readonly int Left => _left;

    public readonly bool IsOverrun => _left < 0;

    public readonly bool IsAtEnd => _left == 0;

    /// <summary>At most 32 bits; those before the stream's start are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(int count)
    {
        _left -= count;
        return (uint)(Window(_left) & ((1UL << count) - 1));
    }

    /// <summary>At most 56 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Look(int count)
    {
        _left -= count;
        return Window(_left) & ((1UL << count) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Peek(int count) => (uint)(Window(_left - count) & ((1UL << count) - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count) => _left -= count;

    /// <summary>Whether <see cref="Word"/> may be asked.</summary>
    public readonly bool HasWord => _left >= 64;

    /// <summary>The next 56 bits or more, the first of them highest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Word() => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[((_left >> 3) - 7)..]) << (8 - (_left & 7));

    /// <summary>The bits from a place on, at least 57 where there are so many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Window(int bitAt)
    {
        if (bitAt >= 0)
        {
            var index = bitAt >> 3;
            return index + 8 <= _bytes.Length
                ? BinaryPrimitives.ReadUInt64LittleEndian(_bytes[index..]) >> (bitAt & 7)
                : Tail(index) >> (bitAt & 7);
        }

        return bitAt > -64 ? Tail(0) << -bitAt : 0;
    }

    private readonly ulong Tail(int index)
    {
        var value = 0UL;
        for (var at = Math.Min(_bytes.Length - 1, index + 7); at >= index; at--)
        {
            value = (value << 8) | _bytes[at];
        }

        return value;
    }
}
