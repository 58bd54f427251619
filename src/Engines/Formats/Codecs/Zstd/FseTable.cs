using System.Numerics;

namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>One state of a decoding table.</summary>
internal readonly record struct FseState(byte Symbol, byte Bits, ushort Next);

/// <summary>A finite-state entropy decoding table. Immutable.</summary>
internal sealed class FseTable
{
    private FseTable(FseState[] states, int log) => (States, Log) = (states, log);

    public FseState[] States { get; }

    /// <summary>Two to this power is the number of states.</summary>
    public int Log { get; }

    /// <summary>A table of one symbol that costs no bits.</summary>
    public static FseTable One(byte symbol) => new([new(symbol, 0, 0)], 0);

    public static FseTable Build(ReadOnlySpan<short> counts, int log)
    {
        var size = 1 << log;
        var symbols = new byte[size];
        Span<ushort> next = stackalloc ushort[256];
        var high = size;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] == -1)
            {
                symbols[--high] = (byte)symbol;
                next[symbol] = 1;
            }
            else
            {
                next[symbol] = (ushort)counts[symbol];
            }
        }

        var step = (size >> 1) + (size >> 3) + 3;
        var at = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            for (var count = 0; count < counts[symbol]; count++)
            {
                symbols[at] = (byte)symbol;
                do
                {
                    at = (at + step) & (size - 1);
                }
                while (at >= high);
            }
        }

        var states = new FseState[size];
        for (var state = 0; state < size; state++)
        {
            var number = next[symbols[state]]++;
            var bits = log - BitOperations.Log2(number);
            states[state] = new(symbols[state], (byte)bits, (ushort)((number << bits) - size));
        }

        return new(states, log);
    }

    /// <summary>Reads a table's description; says how many bytes it took.</summary>
    public static FseTable Read(ReadOnlySpan<byte> source, int symbolsMax, int logMax, out int used)
    {
        Span<short> counts = stackalloc short[256];
        var bitAt = 0;
        var log = (int)Bits(source, ref bitAt, 4) + 5;
        if (log > logMax)
        {
            throw new FormatException($"a zstd table has 2^{log} states, more than 2^{logMax}");
        }

        var remaining = 1 << log;
        var symbols = 0;
        while (remaining > 0)
        {
            if (symbols >= symbolsMax)
            {
                throw new FormatException("a zstd table has too many symbols");
            }

            var bits = BitOperations.Log2((uint)remaining + 1) + 1;
            var value = (int)Bits(source, ref bitAt, bits);
            var lowerMask = (1 << (bits - 1)) - 1;
            var threshold = (1 << bits) - 1 - (remaining + 1);
            if ((value & lowerMask) < threshold)
            {
                bitAt--;
                value &= lowerMask;
            }
            else if (value > lowerMask)
            {
                value -= threshold;
            }

            var count = value - 1;
            remaining -= Math.Abs(count);
            counts[symbols++] = (short)count;
            if (count == 0)
            {
                symbols = Zeros(source, ref bitAt, symbols, symbolsMax);
            }
        }

        if (remaining < 0)
        {
            throw new FormatException("a zstd table's counts are more than its states");
        }

        used = (bitAt + 7) / 8;
        return used <= source.Length
            ? Build(counts[..symbols], log)
            : throw new FormatException("a zstd table is cut short");
    }

    private static int Zeros(ReadOnlySpan<byte> source, ref int bitAt, int symbols, int symbolsMax)
    {
        int repeat;
        do
        {
            repeat = (int)Bits(source, ref bitAt, 2);
            symbols += repeat;
            if (symbols > symbolsMax)
            {
                throw new FormatException("a zstd table has too many symbols");
            }
        }
        while (repeat == 3);

        return symbols;
    }

    /// <summary>Bits past the end are zeros: the last field is read wider than it may be.</summary>
    private static uint Bits(ReadOnlySpan<byte> source, ref int bitAt, int count)
    {
        if (bitAt > source.Length * 8)
        {
            throw new FormatException("a zstd table is cut short");
        }

        var value = 0u;
        for (var at = 0; at < count; at++, bitAt++)
        {
            var index = bitAt >> 3;
            if (index < source.Length && (source[index] & (1 << (bitAt & 7))) != 0)
            {
                value |= 1u << at;
            }
        }

        return value;
    }
}
