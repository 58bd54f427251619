using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Engines.Formats.Orc.Streams;

/// <summary>Numbers of a fixed count of bits, packed one after another from the highest bit down.</summary>
internal static class Bits
{
    /// <summary>The width that a code of five bits means.</summary>
    public static int WidthOf(int code) => code switch
    {
        <= 23 => code + 1,
        27 => 32,
        28 => 40,
        29 => 48,
        30 => 56,
        31 => 64,
        _ => 26 + ((code - 24) * 2),
    };

    /// <summary>The next width that has a code.</summary>
    public static int Rounded(int width) => width switch
    {
        <= 24 => Math.Max(width, 1),
        <= 26 => 26,
        <= 28 => 28,
        <= 30 => 30,
        <= 32 => 32,
        <= 40 => 40,
        <= 48 => 48,
        <= 56 => 56,
        _ => 64,
    };

    /// <summary>Unpacks numbers; the memory must go on <see cref="OrcStream.Slack"/> bytes behind them.</summary>
    public static void Unpack(byte[] memory, int at, int width, Span<long> into)
    {
        var needed = (((long)width * into.Length) + 7) >> 3;
        if (at < 0 || at + needed + OrcStream.Slack > memory.Length)
        {
            throw new FormatException("packed numbers without their bytes");
        }

        ref var start = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), at);
        switch (width)
        {
            case 8:
                for (var index = 0; index < into.Length; index++)
                {
                    into[index] = Unsafe.Add(ref start, index);
                }

                break;
            case 16:
                for (var index = 0; index < into.Length; index++)
                {
                    into[index] = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref start, index * 2)));
                }

                break;
            case 32:
                for (var index = 0; index < into.Length; index++)
                {
                    into[index] = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, index * 4)));
                }

                break;
            case 64:
                for (var index = 0; index < into.Length; index++)
                {
                    into[index] = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref start, index * 8)));
                }

                break;
            default:
                UnpackAny(ref start, width, into);
                break;
        }
    }

    /// <summary>No width with a code lies between 56 and 64, so eight bytes always hold a number whole.</summary>
    private static void UnpackAny(ref byte start, int width, Span<long> into)
    {
        var bit = 0L;
        var down = 64 - width;
        for (var index = 0; index < into.Length; index++)
        {
            var word = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, (nint)(bit >> 3))));
            into[index] = (long)((word << (int)(bit & 7)) >> down);
            bit += width;
        }
    }
}
