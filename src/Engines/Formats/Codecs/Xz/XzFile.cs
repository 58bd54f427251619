using System.Buffers.Binary;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Formats.Codecs.Xz;

/// <summary>Decompresses xz: streams of blocks of LZMA2 chunks, with their checksums. Other filters than LZMA2 are refused.</summary>
public static class XzFile
{
    private const int Lzma2Filter = 0x21;

    private static readonly byte[] Magic = [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    public static byte[] Decompress(ReadOnlySpan<byte> stored, int bytesMax)
    {
        var source = stored.ToArray();
        var output = new ByteSink(4096);
        var at = 0;
        while (at < source.Length)
        {
            if (source.AsSpan(at).StartsWith("\0\0\0\0"u8))
            {
                at += 4;
                continue;
            }

            at = Stream(source, at, output, bytesMax);
        }

        return output.ToArray();
    }

    private static int Stream(byte[] source, int at, ByteSink output, int bytesMax)
    {
        if (source.Length - at < 12 || !source.AsSpan(at, 6).SequenceEqual(Magic) || source[at + 6] != 0
            || Crc32.Compute(source.AsSpan(at + 6, 2)) != BinaryPrimitives.ReadUInt32LittleEndian(source.AsSpan(at + 8)))
        {
            throw new FormatException("a damaged xz stream: it does not begin as one");
        }

        var check = source[at + 7] & 0x0F;
        at += 12;
        while (Byte(source, at) != 0)
        {
            at = Block(source, at, check, output, bytesMax);
        }

        return Index(source, at);
    }

    private static int Block(byte[] source, int at, int check, ByteSink output, int bytesMax)
    {
        var headerBytes = (source[at] + 1) * 4;
        if (source.Length - at < headerBytes
            || Crc32.Compute(source.AsSpan(at, headerBytes - 4)) != BinaryPrimitives.ReadUInt32LittleEndian(source.AsSpan(at + headerBytes - 4)))
        {
            throw new FormatException("a damaged xz block: its header's checksum is wrong");
        }

        var (flags, field) = (source[at + 1], at + 2);
        if ((flags & 0x40) != 0)
        {
            _ = Number(source, ref field);
        }

        if ((flags & 0x80) != 0)
        {
            _ = Number(source, ref field);
        }

        if ((flags & 0x03) != 0 || Number(source, ref field) != Lzma2Filter)
        {
            throw new FormatException("an xz block with filters other than LZMA2");
        }

        var (begin, plainBegin) = (at + headerBytes, output.Length);
        at = Chunks(source, begin, output, bytesMax);
        at += (4 - ((at - begin) & 3)) & 3;
        var checkBytes = check switch { 0 => 0, <= 3 => 4, <= 6 => 8, <= 9 => 16, <= 12 => 32, _ => 64 };
        if (source.Length - at < checkBytes || !IsRight(check, source.AsSpan(at, checkBytes), output.Written[plainBegin..]))
        {
            throw new FormatException("a damaged xz block: its checksum is wrong");
        }

        return at + checkBytes;
    }

    private static int Chunks(byte[] source, int at, ByteSink output, int bytesMax)
    {
        var decoder = new LzmaDecoder(output) { DictionaryStart = output.Length };
        while (true)
        {
            var control = Byte(source, at++);
            if (control == 0)
            {
                return at;
            }

            if (control is >= 3 and < 0x80 || source.Length - at < 6)
            {
                throw new FormatException("a damaged xz block: no chunk where one should begin");
            }

            if (control is 1 or >= 0xE0)
            {
                decoder.DictionaryStart = output.Length;
            }

            var low = BinaryPrimitives.ReadUInt16BigEndian(source.AsSpan(at)) + 1;
            var plainBytes = control < 0x80 ? low : ((control & 0x1F) << 16) + low;
            if (plainBytes > bytesMax - output.Length)
            {
                throw new FormatException($"a compressed block is larger than {bytesMax} bytes");
            }

            if (control < 0x80)
            {
                at += 2;
                output.Bytes(source.AsSpan(at, Math.Min(plainBytes, source.Length - at)));
                at += plainBytes;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(source.AsSpan(at + 2)) + 1;
            at += 4;
            if (control >= 0xC0)
            {
                decoder.SetProperties(Byte(source, at++));
            }

            if (control >= 0xA0)
            {
                decoder.Reset();
            }

            if (length > source.Length - at)
            {
                throw new FormatException("an xz block is cut short");
            }

            decoder.Decode(source, at, length, plainBytes);
            at += length;
        }
    }

    /// <summary>What the blocks' sizes are once more, and the stream's end; of no use to someone who reads from the start.</summary>
    private static int Index(byte[] source, int at)
    {
        var begin = at++;
        for (var left = Number(source, ref at); left > 0; left--)
        {
            _ = Number(source, ref at);
            _ = Number(source, ref at);
        }

        at += (4 - ((at - begin) & 3)) & 3;
        if (source.Length - at < 4 + 12
            || Crc32.Compute(source.AsSpan(begin, at - begin)) != BinaryPrimitives.ReadUInt32LittleEndian(source.AsSpan(at))
            || source[at + 14] != 'Y' || source[at + 15] != 'Z')
        {
            throw new FormatException("a damaged xz stream: its end is not one");
        }

        return at + 16;
    }

    private static bool IsRight(int check, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> plain) => check switch
    {
        1 => Crc32.Compute(plain) == BinaryPrimitives.ReadUInt32LittleEndian(stored),
        4 => Crc64(plain) == BinaryPrimitives.ReadUInt64LittleEndian(stored),
        10 => System.Security.Cryptography.SHA256.HashData(plain).AsSpan().SequenceEqual(stored),
        _ => true,
    };

    /// <summary>CRC-64 of ECMA-182, reflected.</summary>
    private static ulong Crc64(ReadOnlySpan<byte> bytes)
    {
        const ulong Polynomial = 0xC96C5795D7870F42;
        Span<ulong> table = stackalloc ulong[256];
        for (var entry = 0; entry < table.Length; entry++)
        {
            var value = (ulong)entry;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            }

            table[entry] = value;
        }

        var crc = ulong.MaxValue;
        foreach (var one in bytes)
        {
            crc = table[(byte)(crc ^ one)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static ulong Number(byte[] source, ref int at)
    {
        var number = 0UL;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var part = Byte(source, at++);
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        throw new FormatException("an xz file has a number that does not end");
    }

    private static byte Byte(byte[] source, int at) => at < source.Length ? source[at] : throw new FormatException("an xz file is cut short");
}
