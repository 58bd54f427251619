using System.Buffers.Binary;

namespace Weir.Engines.Formats.Codecs;

/// <summary>Snappy's raw format: a length, then literals and copies. No framing, no checksum.</summary>
public static class Snappy
{
    private const int HashBits = 14;

    /// <summary>The length that a compressed block says it has when decompressed.</summary>
    public static int DecompressedLength(ReadOnlySpan<byte> source) => ReadLength(source, out _);

    /// <summary>Decompresses a block into an array of its own.</summary>
    public static byte[] Decompress(ReadOnlySpan<byte> source, int bytesMax)
    {
        var length = DecompressedLength(source);
        // Three bytes stand for at most 64: a length that nothing could fill is damage.
        if (length > bytesMax || length > 64L * source.Length)
        {
            throw new FormatException($"a snappy block of {length} bytes cannot be made of {source.Length} bytes or is larger than {bytesMax}");
        }

        var result = new byte[length];
        Decompress(source, result);
        return result;
    }

    /// <summary>Decompresses a block; returns the bytes written, which is <see cref="DecompressedLength"/>.</summary>
    public static int Decompress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var length = ReadLength(source, out var at);
        if (length > target.Length)
        {
            throw new FormatException($"a snappy block of {length} bytes does not fit {target.Length}");
        }

        var written = 0;
        target = target[..length];
        while (at < source.Length)
        {
            int tag = source[at++];
            if ((tag & 3) == 0)
            {
                var count = LiteralLength(source, tag, ref at);
                if (count > source.Length - at || count > length - written)
                {
                    throw Damaged(at);
                }

                Overlap.Append(source[at..], count, target, written);
                at += count;
                written += count;
                continue;
            }

            var (copied, offset, used) = Copy(source, tag, at);
            at += used;
            if (offset <= 0 || offset > written || copied > length - written)
            {
                throw Damaged(at);
            }

            Overlap.Copy(target, written, offset, copied);
            written += copied;
        }

        return written == length ? written : throw new FormatException($"a snappy block ends after {written} of {length} bytes");
    }

    /// <summary>Compresses a block of at most 2 GB.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> source)
    {
        var output = new ByteSink(16 + (source.Length / 2));
        output.Varint((uint)source.Length);
        var table = new int[1 << HashBits];
        for (var start = 0; start < source.Length; start += 1 << 16)
        {
            Array.Fill(table, -1);
            CompressFragment(source.Slice(start, Math.Min(1 << 16, source.Length - start)), table, output);
        }

        return output.ToArray();
    }

    private static void CompressFragment(ReadOnlySpan<byte> source, int[] table, ByteSink output)
    {
        var (at, literal, misses) = (0, 0, 0);
        while (at + 4 <= source.Length)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
            var slot = (int)((word * 0x1E35A7BD) >> (32 - HashBits));
            var candidate = table[slot];
            table[slot] = at;
            if (candidate < 0 || BinaryPrimitives.ReadUInt32LittleEndian(source[candidate..]) != word)
            {
                // Data without matches is walked over in growing steps.
                at += 1 + (misses++ >> 5);
                continue;
            }

            misses = 0;
            Literal(source[literal..at], output);
            var length = 4 + source[(candidate + 4)..].CommonPrefixLength(source[(at + 4)..]);
            Copies(at - candidate, length, output);
            at += length;
            literal = at;
        }

        Literal(source[literal..], output);
    }

    private static void Literal(ReadOnlySpan<byte> bytes, ByteSink output)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var last = bytes.Length - 1;
        if (last < 60)
        {
            output.Byte((byte)(last << 2));
        }
        else if (last < 256)
        {
            output.Byte(60 << 2);
            output.Byte((byte)last);
        }
        else
        {
            output.Byte(61 << 2);
            output.Byte((byte)last);
            output.Byte((byte)(last >> 8));
        }

        output.Bytes(bytes);
    }

    private static void Copies(int offset, int length, ByteSink output)
    {
        while (length > 0)
        {
            // No remainder below four: such a copy would need the other form.
            var step = length <= 64 ? length : length < 68 ? length - 4 : 64;
            output.Byte((byte)(((step - 1) << 2) | 2));
            output.Byte((byte)offset);
            output.Byte((byte)(offset >> 8));
            length -= step;
        }
    }

    private static int LiteralLength(ReadOnlySpan<byte> source, int tag, ref int at)
    {
        var count = tag >> 2;
        if (count < 60)
        {
            return count + 1;
        }

        var size = count - 59;
        if (size > source.Length - at)
        {
            throw Damaged(at);
        }

        var value = 0u;
        for (var byteAt = 0; byteAt < size; byteAt++)
        {
            value |= (uint)source[at + byteAt] << (8 * byteAt);
        }

        at += size;
        return value < int.MaxValue ? (int)value + 1 : throw Damaged(at);
    }

    private static (int Length, int Offset, int Used) Copy(ReadOnlySpan<byte> source, int tag, int at)
    {
        var left = source.Length - at;
        return (tag & 3) switch
        {
            1 when left >= 1 => (((tag >> 2) & 7) + 4, ((tag & 0xE0) << 3) | source[at], 1),
            2 when left >= 2 => ((tag >> 2) + 1, BinaryPrimitives.ReadUInt16LittleEndian(source[at..]), 2),
            3 when left >= 4 => ((tag >> 2) + 1, BinaryPrimitives.ReadInt32LittleEndian(source[at..]), 4),
            _ => throw Damaged(at),
        };
    }

    private static int ReadLength(ReadOnlySpan<byte> source, out int at)
    {
        var value = 0UL;
        for (at = 0; at < 5 && at < source.Length;)
        {
            var next = source[at++];
            value |= (ulong)(next & 0x7F) << (7 * (at - 1));
            if (next < 0x80)
            {
                return value <= int.MaxValue ? (int)value : throw Damaged(0);
            }
        }

        throw Damaged(0);
    }

    private static FormatException Damaged(int at) => new($"a snappy block is damaged at byte {at}");
}
