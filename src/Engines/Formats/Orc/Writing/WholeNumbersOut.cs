using System.Buffers.Binary;
using System.Numerics;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc.Writing;

/// <summary>Run-length encoding of the second version: repeats, steady steps, growing numbers as differences, else packed bits.</summary>
internal sealed class WholeNumbersOut(OutStream stream, bool isSigned)
{
    private const int RunMax = 512;
    private const int ShortMin = 3;
    private const int ShortMax = 10;

    /// <summary>Fewer equal values do not pay for cutting a packed run in two.</summary>
    private const int RepeatMin = 8;

    private readonly long[] _pending = new long[RunMax];
    private readonly byte[] _packed = new byte[(RunMax * 8) + 16];
    private readonly ulong[] _plain = new ulong[RunMax];
    private int _count;

    public void Add(long value)
    {
        _pending[_count++] = value;
        if (_count == RunMax)
        {
            Flush();
        }
    }

    public void Flush()
    {
        var rest = _pending.AsSpan(0, _count);
        _count = 0;
        while (!rest.IsEmpty)
        {
            var (start, length) = FindRepeat(rest);
            WriteMixed(rest[..start]);
            WriteRepeat(rest.Slice(start, length));
            rest = rest[(start + length)..];
        }
    }

    /// <summary>Ends the run and adds where the next value will be.</summary>
    public void Position(List<ulong> positions)
    {
        Flush();
        stream.Position(positions);
        positions.Add(0);
    }

    /// <summary>The first long enough stretch of equal values; an empty one at the end when there is none.</summary>
    private static (int Start, int Length) FindRepeat(ReadOnlySpan<long> values)
    {
        for (var start = 0; start < values.Length;)
        {
            var end = start + 1;
            while (end < values.Length && values[end] == values[start])
            {
                end++;
            }

            if (end - start >= RepeatMin || (end - start >= ShortMin && start == 0 && end == values.Length))
            {
                return (start, end - start);
            }

            start = end;
        }

        return (values.Length, 0);
    }

    private void WriteRepeat(ReadOnlySpan<long> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        if (values.Length > ShortMax)
        {
            WriteDeltaHeader(0, values.Length, values[0], 0);
            return;
        }

        var stored = Stored(values[0]);
        var bytes = Math.Max(1, (64 - BitOperations.LeadingZeroCount(stored) + 7) / 8);
        stream.Byte((byte)(((bytes - 1) << 3) | (values.Length - ShortMin)));
        for (var at = bytes - 1; at >= 0; at--)
        {
            stream.Byte((byte)(stored >> (8 * at)));
        }
    }

    private void WriteMixed(ReadOnlySpan<long> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        var all = 0UL;
        for (var at = 0; at < values.Length; at++)
        {
            _plain[at] = Stored(values[at]);
            all |= _plain[at];
        }

        var width = Bits.Rounded(64 - BitOperations.LeadingZeroCount(all));
        if (values.Length > 2 && TryDelta(values, width))
        {
            return;
        }

        stream.Byte((byte)(0x40 | (CodeOf(width) << 1) | ((values.Length - 1) >> 8)));
        stream.Byte((byte)(values.Length - 1));
        Pack(_plain.AsSpan(0, values.Length), width);
    }

    /// <summary>Numbers that only grow or only fall can be smaller as differences.</summary>
    private bool TryDelta(ReadOnlySpan<long> values, int directWidth)
    {
        var isFalling = values[1] < values[0];
        var (isSteady, most) = (true, 0UL);
        long first = 0;
        for (var at = 1; at < values.Length; at++)
        {
            var step = unchecked(values[at] - values[at - 1]);
            var overflows = ((values[at] ^ values[at - 1]) & (values[at] ^ step)) < 0;
            if (overflows || step == long.MinValue || (isFalling ? step > 0 : step < 0) || (!isSigned && values[at] < 0))
            {
                return false;
            }

            first = at == 1 ? step : first;
            isSteady &= step == first;
            most = at == 1 ? 0 : Math.Max(most, (ulong)Math.Abs(step));
        }

        if (isSteady)
        {
            WriteDeltaHeader(0, values.Length, values[0], first);
            return true;
        }

        // A code of 0 would mean steady: one bit takes two.
        var width = Math.Max(2, Bits.Rounded(64 - BitOperations.LeadingZeroCount(most)));
        if (width >= directWidth || (first == 0 && isFalling))
        {
            return false;
        }

        // The first step's sign is that of all: where it is zero the rest must not fall.
        WriteDeltaHeader(width, values.Length, values[0], first);
        for (var at = 2; at < values.Length; at++)
        {
            _plain[at - 2] = (ulong)Math.Abs(values[at] - values[at - 1]);
        }

        Pack(_plain.AsSpan(0, values.Length - 2), width);
        return true;
    }

    private void WriteDeltaHeader(int width, int length, long first, long step)
    {
        stream.Byte((byte)(0xC0 | ((width == 0 ? 0 : CodeOf(width)) << 1) | ((length - 1) >> 8)));
        stream.Byte((byte)(length - 1));
        stream.Varint(Stored(first));
        stream.Varint(Zigzag(step));
    }

    /// <summary>Packs numbers of so many bits, the highest bit first.</summary>
    private void Pack(ReadOnlySpan<ulong> values, int width)
    {
        var (at, word, free) = (0, 0UL, 64);
        foreach (var value in values)
        {
            if (width <= free)
            {
                free -= width;
                word |= value << free;
            }
            else
            {
                var over = width - free;
                BinaryPrimitives.WriteUInt64BigEndian(_packed.AsSpan(at), word | (value >> over));
                at += 8;
                free = 64 - over;
                word = value << free;
            }

            if (free == 0)
            {
                BinaryPrimitives.WriteUInt64BigEndian(_packed.AsSpan(at), word);
                (at, word, free) = (at + 8, 0, 64);
            }
        }

        BinaryPrimitives.WriteUInt64BigEndian(_packed.AsSpan(at), word);
        stream.Bytes(_packed.AsSpan(0, at + ((64 - free + 7) / 8)));
    }

    private ulong Stored(long value) => isSigned ? Zigzag(value) : (ulong)value;

    private static ulong Zigzag(long value) => unchecked((ulong)((value << 1) ^ (value >> 63)));

    private static int CodeOf(int width) => width switch
    {
        <= 24 => width - 1,
        26 => 24,
        28 => 25,
        30 => 26,
        32 => 27,
        40 => 28,
        48 => 29,
        56 => 30,
        _ => 31,
    };
}
