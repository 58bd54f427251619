using System.Buffers.Binary;

namespace Weir.Engines.Formats.Codecs;

/// <summary>Raw LZO1X blocks, as the Linux kernel's lzo.rst describes their instructions; read only.</summary>
public static class Lzo
{
    /// <summary>Distances of the far form count from here; exactly this far is the block's end.</summary>
    private const int FarDistance = 16384;

    /// <summary>Decompresses a block; returns the bytes written.</summary>
    public static int Decompress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var (at, written) = (0, 0);

        // Literals copied by the last instruction: 0, 1 to 3, or 4 for "a run of them". It changes what a small code means.
        var state = 0;
        if (!source.IsEmpty && source[0] > 17)
        {
            var count = source[at++] - 17;
            Literal(count, source, ref at, target, ref written);
            state = Math.Min(count, 4);
        }

        while (at < source.Length)
        {
            int code = source[at++];
            long length;
            int distance;
            if (code < 16)
            {
                if (state == 0)
                {
                    Literal(3 + (code != 0 ? code : 15 + ReadMore(source, ref at)), source, ref at, target, ref written);
                    state = 4;
                    continue;
                }

                length = state == 4 ? 3 : 2;
                distance = (Byte(source, ref at) << 2) + (code >> 2) + (state == 4 ? 2049 : 1);
                state = code & 3;
            }
            else if (code < 64)
            {
                var isFar = code < 32;
                var mask = isFar ? 7 : 31;
                length = 2 + ((code & mask) != 0 ? code & mask : mask + ReadMore(source, ref at));
                if (source.Length - at < 2)
                {
                    throw Damaged(at);
                }

                int word = BinaryPrimitives.ReadUInt16LittleEndian(source[at..]);
                at += 2;
                distance = isFar ? FarDistance + ((code & 8) << 11) + (word >> 2) : (word >> 2) + 1;
                state = word & 3;
                if (isFar && distance == FarDistance)
                {
                    return written;
                }
            }
            else
            {
                length = code < 128 ? 3 + ((code >> 5) & 1) : 5 + ((code >> 5) & 3);
                distance = (Byte(source, ref at) << 3) + ((code >> 2) & 7) + 1;
                state = code & 3;
            }

            if (distance > written || length > target.Length - written)
            {
                throw Damaged(at);
            }

            Overlap.Copy(target, written, distance, (int)length);
            written += (int)length;
            Literal(state, source, ref at, target, ref written);
        }

        return written;
    }

    private static void Literal(long length, ReadOnlySpan<byte> source, ref int at, Span<byte> target, ref int written)
    {
        if (length > source.Length - at || length > target.Length - written)
        {
            throw Damaged(at);
        }

        Overlap.Append(source[at..], (int)length, target, written);
        at += (int)length;
        written += (int)length;
    }

    private static long ReadMore(ReadOnlySpan<byte> source, ref int at)
    {
        var sum = 0L;
        int part;
        while ((part = Byte(source, ref at)) == 0)
        {
            sum += 255;
        }

        return sum + part;
    }

    private static int Byte(ReadOnlySpan<byte> source, ref int at) => at < source.Length ? source[at++] : throw Damaged(at);

    private static FormatException Damaged(int at) => new($"an LZO block is damaged at byte {at}");
}
