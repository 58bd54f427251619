using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Engines.Iceberg.Partitioning;

/// <summary>Murmur3, 32 bits, x86, seed 0: the hash of bucket partitions.</summary>
public static class Murmur3
{
    private const uint C1 = 0xCC9E2D51;
    private const uint C2 = 0x1B873593;

    public static int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 0u;
        var at = 0;
        for (; at + 4 <= bytes.Length; at += 4)
        {
            hash ^= Scramble(BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]));
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xE6546B64;
        }

        var tail = 0u;
        for (var rest = bytes.Length - 1; rest >= at; rest--)
        {
            tail = (tail << 8) | bytes[rest];
        }

        hash ^= at < bytes.Length ? Scramble(tail) : 0;
        hash ^= (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return (int)(hash ^ (hash >> 16));
    }

    /// <summary>Integers of every size hash as eight bytes, so that widening a column moves no row.</summary>
    public static int Hash(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Hash(bytes);
    }

    private static uint Scramble(uint part) => BitOperations.RotateLeft(part * C1, 15) * C2;
}
