using System.Numerics;

namespace Weir.Kernel.Log;

/// <summary>Zigzag varints, as Kafka's records use them for every length and delta.</summary>
internal static class Varint
{
    public static int Size(long value) => ((BitOperations.Log2(Zigzag(value) | 1) * 9) + 73) >> 6;

    public static int Write(Span<byte> target, long value)
    {
        var rest = Zigzag(value);
        var at = 0;
        while (rest >= 0x80)
        {
            target[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        target[at++] = (byte)rest;
        return at;
    }

    /// <summary>False when the bytes end early or the number has more than 64 bits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, ref int at, out long value)
    {
        var bits = 0UL;
        for (var shift = 0; shift < 70 && at < source.Length; shift += 7)
        {
            var next = source[at++];
            if (shift == 63 && next > 1)
            {
                break;
            }

            bits |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <summary>The same, for a number that must fit 32 bits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, ref int at, out int value)
    {
        var read = TryRead(source, ref at, out long wide);
        value = (int)wide;
        return read && value == wide;
    }

    private static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));
}
