namespace Weir.Engines.Formats.Codecs.Bzip2;

/// <summary>Writes the sorted bytes of a block: moved to front, runs of the front in digits, and several prefix codes that take turns.</summary>
internal static class Bzip2Block
{
    private const int GroupSymbols = 50;
    private const int Rounds = 4;

    public static void Write(ReadOnlySpan<byte> permuted, BitsOut bits)
    {
        var symbols = Used(permuted, bits);
        var alphabet = symbols.Length + 2;
        var moved = Move(permuted, symbols);
        var counts = new int[alphabet];
        foreach (var symbol in moved)
        {
            counts[symbol]++;
        }

        var (selectors, lengths) = Codes(moved, counts);
        bits.Write((uint)lengths.Length, 3);
        bits.Write((uint)selectors.Length, 15);
        WriteSelectors(selectors, bits);
        foreach (var code in lengths)
        {
            WriteLengths(code, bits);
        }

        var codes = lengths.Select(length => CodeLengths.Codes(length)).ToArray();
        for (var at = 0; at < moved.Count; at++)
        {
            var chosen = selectors[at / GroupSymbols];
            bits.Write(codes[chosen][moved[at]], lengths[chosen][moved[at]]);
        }
    }

    private static byte[] Used(ReadOnlySpan<byte> permuted, BitsOut bits)
    {
        Span<bool> isUsed = stackalloc bool[256];
        foreach (var value in permuted)
        {
            isUsed[value] = true;
        }

        var ranges = 0u;
        var symbols = new List<byte>(256);
        for (var value = 0; value < 256; value++)
        {
            if (isUsed[value])
            {
                symbols.Add((byte)value);
                ranges |= 0x8000u >> (value / 16);
            }
        }

        bits.Write(ranges, 16);
        for (var range = 0; range < 16; range++)
        {
            if ((ranges & (0x8000u >> range)) == 0)
            {
                continue;
            }

            var used = 0u;
            for (var at = 0; at < 16; at++)
            {
                used |= isUsed[(range * 16) + at] ? 0x8000u >> at : 0;
            }

            bits.Write(used, 16);
        }

        return [.. symbols];
    }

    /// <summary>0 and 1 are the digits of a run of the front, then come places, and last the end.</summary>
    private static List<ushort> Move(ReadOnlySpan<byte> permuted, byte[] symbols)
    {
        var front = symbols.AsSpan().ToArray();
        var moved = new List<ushort>(permuted.Length + 1);
        var run = 0;
        foreach (var value in permuted)
        {
            if (value == front[0])
            {
                run++;
                continue;
            }

            Run(run, moved);
            run = 0;
            var place = Array.IndexOf(front, value);
            front.AsSpan(0, place).CopyTo(front.AsSpan(1));
            front[0] = value;
            moved.Add((ushort)(place + 1));
        }

        Run(run, moved);
        moved.Add((ushort)(symbols.Length + 1));
        return moved;
    }

    /// <summary>In digits of one and two.</summary>
    private static void Run(int run, List<ushort> moved)
    {
        for (; run > 0; run = (run - 1) / 2)
        {
            moved.Add((ushort)((run & 1) == 0 ? 1 : 0));
        }
    }

    private static (byte[] Selectors, byte[][] Lengths) Codes(List<ushort> moved, int[] counts)
    {
        var tables = moved.Count < 200 ? 2 : moved.Count < 600 ? 3 : moved.Count < 1200 ? 4 : moved.Count < 2400 ? 5 : 6;
        var lengths = First(counts, moved.Count, tables);
        var selectors = new byte[(moved.Count + GroupSymbols - 1) / GroupSymbols];
        for (var round = 0; round < Rounds; round++)
        {
            var chosen = Enumerable.Range(0, tables).Select(_ => new int[counts.Length]).ToArray();
            for (var group = 0; group < selectors.Length; group++)
            {
                var (from, to) = (group * GroupSymbols, Math.Min((group + 1) * GroupSymbols, moved.Count));
                var (best, least) = (0, int.MaxValue);
                for (var table = 0; table < tables; table++)
                {
                    var cost = 0;
                    for (var at = from; at < to; at++)
                    {
                        cost += lengths[table][moved[at]];
                    }

                    (best, least) = cost < least ? (table, cost) : (best, least);
                }

                selectors[group] = (byte)best;
                for (var at = from; at < to; at++)
                {
                    chosen[best][moved[at]]++;
                }
            }

            lengths = [.. chosen.Select(count => CodeLengths.Of(count))];
        }

        return (selectors, lengths);
    }

    /// <summary>To begin with each code is good at a part of the alphabet that comes equally often.</summary>
    private static byte[][] First(int[] counts, int total, int tables)
    {
        var lengths = new byte[tables][];
        var (from, left) = (0, total);
        for (var table = 0; table < tables; table++)
        {
            var (share, to, sum) = (left / (tables - table), from, 0);
            while (to < counts.Length && (sum < share || to == from))
            {
                sum += counts[to++];
            }

            lengths[table] = new byte[counts.Length];
            Array.Fill(lengths[table], (byte)15);
            lengths[table].AsSpan(from, to - from).Clear();
            (from, left) = (to, left - sum);
        }

        return lengths;
    }

    private static void WriteSelectors(byte[] selectors, BitsOut bits)
    {
        Span<byte> order = [0, 1, 2, 3, 4, 5];
        foreach (var chosen in selectors)
        {
            var place = order.IndexOf(chosen);
            for (var at = 0; at < place; at++)
            {
                bits.Write(1, 1);
            }

            bits.Write(0, 1);
            order[..place].CopyTo(order[1..]);
            order[0] = chosen;
        }
    }

    private static void WriteLengths(byte[] lengths, BitsOut bits)
    {
        int length = lengths[0];
        bits.Write((uint)length, 5);
        foreach (var wanted in lengths)
        {
            for (; length < wanted; length++)
            {
                bits.Write(0b10, 2);
            }

            for (; length > wanted; length--)
            {
                bits.Write(0b11, 2);
            }

            bits.Write(0, 1);
        }
    }
}
