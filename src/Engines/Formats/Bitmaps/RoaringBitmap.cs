using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Engines.Formats.Bitmaps;

/// <summary>Roaring bitmaps of 64 bits in their portable form, as table formats keep the numbers of deleted rows.</summary>
/// <remarks>Source: the Roaring bitmap format specification, with its extension to 64 bits.</remarks>
public static class RoaringBitmap
{
    private const uint CookieWithRuns = 12347;
    private const uint CookieWithoutRuns = 12346;
    private const int ArrayMax = 4096;
    private const int BitmapBytes = 8192;
    private const int ContainersMax = 1 << 16;

    /// <summary>So many containers or more have a table of their places, whether or not there are runs.</summary>
    private const int PlacesMin = 4;

    /// <summary>All numbers, ascending. Throws <see cref="FormatException"/> for damage.</summary>
    /// <param name="countMax">More numbers are damage too: a run of few bytes may stand for 65,536.</param>
    public static List<long> Read(ReadOnlySpan<byte> bytes, long countMax)
    {
        var input = new Input(bytes);
        var numbers = new Numbers(countMax);
        var bitmaps = BinaryPrimitives.ReadUInt64LittleEndian(input.Take(8));
        var before = -1L;
        for (var at = 0UL; at < bitmaps; at++)
        {
            var key = BinaryPrimitives.ReadUInt32LittleEndian(input.Take(4));
            if (key <= before || key > int.MaxValue)
            {
                throw new FormatException("the bitmaps of a Roaring bitmap are not in order");
            }

            before = key;
            Bitmap(ref input, (long)key << 32, numbers);
        }

        return numbers.All;
    }

    private static void Bitmap(ref Input input, long high, Numbers numbers)
    {
        var cookie = BinaryPrimitives.ReadUInt32LittleEndian(input.Take(4));
        var hasRuns = (cookie & 0xFFFF) == CookieWithRuns;
        var count = hasRuns ? (cookie >> 16) + 1
            : cookie == CookieWithoutRuns ? BinaryPrimitives.ReadUInt32LittleEndian(input.Take(4))
            : throw new FormatException("what should be a Roaring bitmap does not begin as one");
        if (count > ContainersMax)
        {
            throw new FormatException($"a Roaring bitmap of {count} containers");
        }

        var runs = hasRuns ? input.Take(((int)count + 7) / 8) : [];
        var heads = input.Take((int)count * 4);
        if (!hasRuns || count >= PlacesMin)
        {
            input.Take((int)count * 4);
        }

        for (var at = 0; at < count; at++)
        {
            var start = high | ((long)BinaryPrimitives.ReadUInt16LittleEndian(heads[(at * 4)..]) << 16);
            var members = BinaryPrimitives.ReadUInt16LittleEndian(heads[((at * 4) + 2)..]) + 1;
            if (hasRuns && (runs[at / 8] >> (at % 8) & 1) == 1)
            {
                Runs(ref input, start, numbers);
            }
            else if (members > ArrayMax)
            {
                Bits(input.Take(BitmapBytes), start, numbers);
            }
            else
            {
                var values = input.Take(members * 2);
                for (var member = 0; member < members; member++)
                {
                    numbers.Add(start | BinaryPrimitives.ReadUInt16LittleEndian(values[(member * 2)..]));
                }
            }
        }
    }

    private static void Runs(ref Input input, long start, Numbers numbers)
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(input.Take(2));
        var values = input.Take(count * 4);
        for (var run = 0; run < count; run++)
        {
            var first = BinaryPrimitives.ReadUInt16LittleEndian(values[(run * 4)..]);
            var more = BinaryPrimitives.ReadUInt16LittleEndian(values[((run * 4) + 2)..]);
            if (first + more > ushort.MaxValue)
            {
                throw new FormatException("a run of a Roaring bitmap leaves its container");
            }

            for (var value = 0; value <= more; value++)
            {
                numbers.Add(start | (long)(first + value));
            }
        }
    }

    private static void Bits(ReadOnlySpan<byte> words, long start, Numbers numbers)
    {
        for (var word = 0; word < BitmapBytes / 8; word++)
        {
            var bits = BinaryPrimitives.ReadUInt64LittleEndian(words[(word * 8)..]);
            while (bits != 0)
            {
                numbers.Add(start | (long)((word * 64) + BitOperations.TrailingZeroCount(bits)));
                bits &= bits - 1;
            }
        }
    }

    private sealed class Numbers(long countMax)
    {
        public List<long> All { get; } = [];

        public void Add(long number)
        {
            if (All.Count >= countMax)
            {
                throw new FormatException($"a Roaring bitmap of more than the {countMax} numbers it should have");
            }

            All.Add(number);
        }
    }

    /// <summary>What is left to read; every length is compared with it first.</summary>
    private ref struct Input(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _bytes = bytes;

        public ReadOnlySpan<byte> Take(int length)
        {
            if (length > _bytes.Length)
            {
                throw new FormatException("a Roaring bitmap ends too early");
            }

            var taken = _bytes[..length];
            _bytes = _bytes[length..];
            return taken;
        }
    }
}
