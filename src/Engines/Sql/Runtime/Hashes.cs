using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Hash functions that .NET does not bring.</summary>
internal static class Hashes
{
    private const ulong Prime1 = 0x9E3779B185EBCA87, Prime2 = 0xC2B2AE3D27D4EB4F, Prime3 = 0x165667B19E3779F9, Prime4 = 0x85EBCA77C2B2AE63, Prime5 = 0x27D4EB2F165667C5;

    private const ulong SpookyConst = 0xDEADBEEFDEADBEEF;

    private static readonly int[] SpookyMix = [11, 32, 43, 31, 17, 28, 39, 57, 55, 54, 22, 46];

    private static readonly int[] SpookyEnd = [44, 15, 34, 21, 38, 33, 10, 13, 38, 53, 42, 54];

    private static readonly uint[] CrcTable = MakeCrcTable();

    public static uint Crc32(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    public static ulong XxHash64(ReadOnlySpan<byte> data)
    {
        var length = (ulong)data.Length;
        ulong hash;
        if (data.Length >= 32)
        {
            var (v1, v2, v3, v4) = (unchecked(Prime1 + Prime2), Prime2, 0UL, unchecked(0UL - Prime1));
            while (data.Length >= 32)
            {
                v1 = Round(v1, BinaryPrimitives.ReadUInt64LittleEndian(data));
                v2 = Round(v2, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
                v3 = Round(v3, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]));
                v4 = Round(v4, BinaryPrimitives.ReadUInt64LittleEndian(data[24..]));
                data = data[32..];
            }

            hash = BitOperations.RotateLeft(v1, 1) + BitOperations.RotateLeft(v2, 7) + BitOperations.RotateLeft(v3, 12) + BitOperations.RotateLeft(v4, 18);
            foreach (var lane in (ReadOnlySpan<ulong>)[v1, v2, v3, v4])
            {
                hash = ((hash ^ Round(0, lane)) * Prime1) + Prime4;
            }
        }
        else
        {
            hash = Prime5;
        }

        hash += length;
        while (data.Length >= 8)
        {
            hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(data)), 27) * Prime1) + Prime4;
            data = data[8..];
        }

        if (data.Length >= 4)
        {
            hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(data) * Prime1), 23) * Prime2) + Prime3;
            data = data[4..];
        }

        foreach (var value in data)
        {
            hash = BitOperations.RotateLeft(hash ^ (value * Prime5), 11) * Prime1;
        }

        return Avalanche(hash);
    }

    /// <summary>The hash of eight bytes.</summary>
    public static ulong XxHash64(long value)
    {
        var hash = Prime5 + 8;
        hash = (BitOperations.RotateLeft(hash ^ Round(0, (ulong)value), 27) * Prime1) + Prime4;
        return Avalanche(hash);
    }

    /// <summary>Murmur3 of 128 bits for 64-bit machines.</summary>
    public static byte[] Murmur3(ReadOnlySpan<byte> data)
    {
        const ulong C1 = 0x87C37B91114253D5, C2 = 0x4CF5AD432745937F;
        var (h1, h2, length) = (0UL, 0UL, (ulong)data.Length);
        while (data.Length >= 16)
        {
            h1 ^= BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(data) * C1, 31) * C2;
            h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52DCE729;
            h2 ^= BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(data[8..]) * C2, 33) * C1;
            h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495AB5;
            data = data[16..];
        }

        Span<byte> tail = stackalloc byte[16];
        tail.Clear();
        data.CopyTo(tail);
        h2 ^= BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]) * C2, 33) * C1;
        h1 ^= BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(tail) * C1, 31) * C2;
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        h1 = Mix(h1);
        h2 = Mix(h2);
        h1 += h2;
        h2 += h1;
        var output = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(output, h1);
        BinaryPrimitives.WriteUInt64LittleEndian(output.AsSpan(8), h2);
        return output;

        static ulong Mix(ulong k)
        {
            k = (k ^ (k >> 33)) * 0xFF51AFD7ED558CCD;
            k = (k ^ (k >> 33)) * 0xC4CEB9FE1A85EC53;
            return k ^ (k >> 33);
        }
    }

    /// <summary>The first 64 bits of SpookyHash V2 with no seed.</summary>
    public static ulong Spooky(ReadOnlySpan<byte> data) => data.Length < 192 ? SpookyShort(data) : SpookyLong(data);

    private static ulong SpookyShort(ReadOnlySpan<byte> data)
    {
        Span<ulong> s = [0, 0, SpookyConst, SpookyConst];
        var length = (ulong)data.Length;
        while (data.Length >= 32)
        {
            s[2] += BinaryPrimitives.ReadUInt64LittleEndian(data);
            s[3] += BinaryPrimitives.ReadUInt64LittleEndian(data[8..]);
            ShortMix(s);
            s[0] += BinaryPrimitives.ReadUInt64LittleEndian(data[16..]);
            s[1] += BinaryPrimitives.ReadUInt64LittleEndian(data[24..]);
            data = data[32..];
        }

        if (data.Length >= 16)
        {
            s[2] += BinaryPrimitives.ReadUInt64LittleEndian(data);
            s[3] += BinaryPrimitives.ReadUInt64LittleEndian(data[8..]);
            ShortMix(s);
            data = data[16..];
        }

        s[3] += length << 56;
        if (data.IsEmpty)
        {
            s[2] += SpookyConst;
            s[3] += SpookyConst;
        }
        else
        {
            Span<byte> tail = stackalloc byte[16];
            tail.Clear();
            data.CopyTo(tail);
            s[2] += BinaryPrimitives.ReadUInt64LittleEndian(tail);
            s[3] += BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]);
        }

        var shifts = (ReadOnlySpan<int>)[15, 52, 26, 51, 28, 9, 47, 54, 32, 25, 63];
        for (var i = 0; i < shifts.Length; i++)
        {
            // d ^= c, c rotates, d += c; then a and d, b and a, c and b, and round again.
            var (x, y) = ((i + 3) % 4, (i + 2) % 4);
            s[x] ^= s[y];
            s[y] = BitOperations.RotateLeft(s[y], shifts[i]);
            s[x] += s[y];
        }

        return s[0];
    }

    private static void ShortMix(Span<ulong> s)
    {
        var shifts = (ReadOnlySpan<int>)[50, 52, 30, 41, 54, 48, 38, 37, 62, 34, 5, 36];
        for (var i = 0; i < shifts.Length; i++)
        {
            // c rotates, c += d, a ^= c; then d with a and b, and round again.
            var (x, y, z) = ((i + 2) % 4, (i + 3) % 4, i % 4);
            s[x] = BitOperations.RotateLeft(s[x], shifts[i]) + s[y];
            s[z] ^= s[x];
        }
    }

    private static ulong SpookyLong(ReadOnlySpan<byte> data)
    {
        Span<ulong> s = stackalloc ulong[12];
        for (var i = 2; i < 12; i += 3)
        {
            (s[i - 2], s[i - 1], s[i]) = (0, 0, SpookyConst);
        }

        while (data.Length >= 96)
        {
            for (var i = 0; i < 12; i++)
            {
                s[i] += BinaryPrimitives.ReadUInt64LittleEndian(data[(i * 8)..]);
                s[(i + 2) % 12] ^= s[(i + 10) % 12];
                s[(i + 11) % 12] ^= s[i];
                s[i] = BitOperations.RotateLeft(s[i], SpookyMix[i]);
                s[(i + 11) % 12] += s[(i + 1) % 12];
            }

            data = data[96..];
        }

        Span<byte> tail = stackalloc byte[96];
        tail.Clear();
        data.CopyTo(tail);
        tail[95] = (byte)data.Length;
        for (var i = 0; i < 12; i++)
        {
            s[i] += BinaryPrimitives.ReadUInt64LittleEndian(tail[(i * 8)..]);
        }

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 12; i++)
            {
                s[(i + 11) % 12] += s[(i + 1) % 12];
                s[(i + 2) % 12] ^= s[(i + 11) % 12];
                s[(i + 1) % 12] = BitOperations.RotateLeft(s[(i + 1) % 12], SpookyEnd[i]);
            }
        }

        return s[0];
    }

    private static ulong Round(ulong accumulator, ulong input) => BitOperations.RotateLeft(accumulator + (input * Prime2), 31) * Prime1;

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0U; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
            }

            table[i] = value;
        }

        return table;
    }
}
