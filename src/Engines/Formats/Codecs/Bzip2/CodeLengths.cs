namespace Weir.Engines.Formats.Codecs.Bzip2;

/// <summary>How long each symbol's code is to be, from how often it comes.</summary>
internal static class CodeLengths
{
    private const int BitsMax = 17;

    /// <summary>Every symbol gets a code, also those that never come.</summary>
    public static byte[] Of(ReadOnlySpan<int> counts)
    {
        var weights = new int[counts.Length];
        for (var at = 0; at < counts.Length; at++)
        {
            weights[at] = Math.Max(counts[at], 1);
        }

        while (true)
        {
            var lengths = Huffman(weights);
            if (lengths.Max() <= BitsMax)
            {
                return lengths;
            }

            // Flatter counts make shorter codes.
            for (var at = 0; at < weights.Length; at++)
            {
                weights[at] = (weights[at] / 2) + 1;
            }
        }
    }

    private static byte[] Huffman(int[] weights)
    {
        var parents = new int[weights.Length * 2];
        var open = new PriorityQueue<int, long>();
        for (var at = 0; at < weights.Length; at++)
        {
            open.Enqueue(at, weights[at]);
        }

        var next = weights.Length;
        while (open.Count > 1)
        {
            open.TryDequeue(out var left, out var leftWeight);
            open.TryDequeue(out var right, out var rightWeight);
            parents[left] = parents[right] = next;
            open.Enqueue(next++, leftWeight + rightWeight);
        }

        var depths = new int[next];
        var lengths = new byte[weights.Length];
        for (var at = next - 2; at >= 0; at--)
        {
            depths[at] = depths[parents[at]] + 1;
            if (at < lengths.Length)
            {
                lengths[at] = (byte)Math.Min(depths[at], byte.MaxValue);
            }
        }

        return lengths;
    }

    /// <summary>The codes themselves: in order of length, then of symbol.</summary>
    public static uint[] Codes(ReadOnlySpan<byte> lengths)
    {
        var codes = new uint[lengths.Length];
        var code = 0u;
        for (var bits = 1; bits <= BitsMax; bits++)
        {
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == bits)
                {
                    codes[symbol] = code++;
                }
            }

            code <<= 1;
        }

        return codes;
    }
}
