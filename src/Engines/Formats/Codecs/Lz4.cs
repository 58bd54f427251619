using System.Buffers.Binary;

namespace Weir.Engines.Formats.Codecs;

/// <summary>LZ4's block format: sequences of literals and matches, without a length of the whole.</summary>
public static class Lz4
{
    private const int HashBits = 14;
    private const int MatchMin = 4;

    /// <summary>The last match of a block starts this far from its end, and the last five bytes are literals.</summary>
    private const int EndMargin = 12;

    /// <summary>Decompresses a block; returns the bytes written.</summary>
    /// <param name="start">Where to write; what is before it may be referred to (linked blocks).</param>
    public static int Decompress(ReadOnlySpan<byte> source, Span<byte> target, int start = 0)
    {
        var (at, written) = (0, start);
        while (at < source.Length)
        {
            int token = source[at++];
            var literals = Length(source, token >> 4, ref at);
            if (literals > source.Length - at || literals > target.Length - written)
            {
                throw Damaged(at);
            }

            Overlap.Append(source[at..], literals, target, written);
            at += literals;
            written += literals;
            if (at == source.Length)
            {
                return written - start;
            }

            if (source.Length - at < 2)
            {
                throw Damaged(at);
            }

            int offset = BinaryPrimitives.ReadUInt16LittleEndian(source[at..]);
            at += 2;
            var length = Length(source, token & 15, ref at) + MatchMin;
            if (offset == 0 || offset > written || length > target.Length - written)
            {
                throw Damaged(at);
            }

            Overlap.Copy(target, written, offset, length);
            written += length;
        }

        return written - start;
    }

    /// <summary>Compresses a block.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> source)
    {
        var output = new ByteSink(16 + (source.Length / 2));
        var table = new int[1 << HashBits];
        Array.Fill(table, -1);
        var (at, literal, misses) = (0, 0, 0);
        while (at < source.Length - EndMargin)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
            var slot = (int)((word * 2654435761u) >> (32 - HashBits));
            var candidate = table[slot];
            table[slot] = at;
            if (candidate < 0 || at - candidate > ushort.MaxValue || BinaryPrimitives.ReadUInt32LittleEndian(source[candidate..]) != word)
            {
                at += 1 + (misses++ >> 5);
                continue;
            }

            misses = 0;
            var length = MatchMin + source[(candidate + MatchMin)..^5].CommonPrefixLength(source[(at + MatchMin)..^5]);
            Sequence(source[literal..at], at - candidate, length, output);
            at += length;
            literal = at;
        }

        Sequence(source[literal..], 0, 0, output);
        return output.ToArray();
    }

    private static void Sequence(ReadOnlySpan<byte> literals, int offset, int length, ByteSink output)
    {
        var match = Math.Max(length - MatchMin, 0);
        output.Byte((byte)((Math.Min(literals.Length, 15) << 4) | Math.Min(match, 15)));
        More(literals.Length, output);
        output.Bytes(literals);
        if (length == 0)
        {
            return;
        }

        output.Byte((byte)offset);
        output.Byte((byte)(offset >> 8));
        More(match, output);
    }

    private static void More(int length, ByteSink output)
    {
        if (length < 15)
        {
            return;
        }

        for (length -= 15; length >= 255; length -= 255)
        {
            output.Byte(255);
        }

        output.Byte((byte)length);
    }

    private static int Length(ReadOnlySpan<byte> source, int nibble, ref int at)
    {
        if (nibble < 15)
        {
            return nibble;
        }

        var length = 15L;
        byte next;
        do
        {
            if (at == source.Length)
            {
                throw Damaged(at);
            }

            next = source[at++];
            length += next;
        }
        while (next == 255);

        return length <= int.MaxValue - MatchMin ? (int)length : throw Damaged(at);
    }

    private static FormatException Damaged(int at) => new($"an LZ4 block is damaged at byte {at}");
}
