namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>Writes literals in a Huffman code of their own, where that is shorter and the code can be described.</summary>
internal sealed class HuffmanEncoder
{
    private const int BitsMax = 11;

    private readonly int[] _counts = new int[256];
    private readonly byte[] _lengths = new byte[256];
    private readonly ushort[] _codes = new ushort[256];

    /// <summary>The literals section, compressed; false when plain ones are no worse.</summary>
    public bool TryWrite(ReadOnlySpan<byte> literals, ByteSink output)
    {
        if (literals.Length < 64)
        {
            return false;
        }

        Array.Clear(_counts);
        foreach (var literal in literals)
        {
            _counts[literal]++;
        }

        var last = Array.FindLastIndex(_counts, count => count > 0);
        // Weights are written four bits each, which the format allows for 128 of them.
        if (last is 0 or > 128 || _counts.Count(count => count > 0) < 2)
        {
            return false;
        }

        var bits = Lengths();
        var size = 0L;
        for (var symbol = 0; symbol <= last; symbol++)
        {
            size += (long)_counts[symbol] * _lengths[symbol];
        }

        if (size / 8 > literals.Length - (literals.Length / 16) - 80)
        {
            return false;
        }

        Codes(bits, last);
        Write(literals, bits, last, output);
        return true;
    }

    private void Write(ReadOnlySpan<byte> literals, int bits, int last, ByteSink output)
    {
        var body = new ByteSink(literals.Length);
        body.Byte((byte)(127 + last));
        for (var at = 0; at < last; at += 2)
        {
            body.Byte((byte)((Weight(at, bits) << 4) | (at + 1 < last ? Weight(at + 1, bits) : 0)));
        }

        var isSmall = literals.Length < 256;
        if (isSmall)
        {
            Stream(literals, body);
        }
        else
        {
            var jumps = body.Length;
            body.Next(6).Clear();
            var part = (literals.Length + 3) / 4;
            var lengths = new int[4];
            for (var stream = 0; stream < 4; stream++)
            {
                var before = body.Length;
                Stream(stream < 3 ? literals.Slice(stream * part, part) : literals[(3 * part)..], body);
                lengths[stream] = body.Length - before;
            }

            for (var stream = 0; stream < 3; stream++)
            {
                body.Set(jumps + (2 * stream), (byte)lengths[stream]);
                body.Set(jumps + (2 * stream) + 1, (byte)(lengths[stream] >> 8));
            }
        }

        var (format, sizeBits, headerBytes) = isSmall ? (0, 10, 3) : (3, 18, 5);
        var header = 2UL | ((ulong)format << 2) | ((ulong)literals.Length << 4) | ((ulong)body.Length << (4 + sizeBits));
        for (var at = 0; at < headerBytes; at++)
        {
            output.Byte((byte)(header >> (8 * at)));
        }

        output.Bytes(body.Written);
    }

    private void Stream(ReadOnlySpan<byte> literals, ByteSink output)
    {
        var bits = new BitSink(output);
        for (var at = literals.Length - 1; at >= 0; at--)
        {
            bits.Write(_codes[literals[at]], _lengths[literals[at]]);
        }

        bits.Close();
    }

    private int Weight(int symbol, int bits) => _lengths[symbol] == 0 ? 0 : bits + 1 - _lengths[symbol];

    /// <summary>The places of symbols in the decoding table, by weight and then by symbol.</summary>
    private void Codes(int bits, int last)
    {
        var at = 0;
        for (var weight = 1; weight <= bits; weight++)
        {
            for (var symbol = 0; symbol <= last; symbol++)
            {
                if (Weight(symbol, bits) == weight)
                {
                    _codes[symbol] = (ushort)(at >> (weight - 1));
                    at += 1 << (weight - 1);
                }
            }
        }
    }

    /// <summary>Code lengths by Huffman's rule; rare symbols are made less rare until none is too long.</summary>
    private int Lengths()
    {
        var counts = (int[])_counts.Clone();
        while (true)
        {
            Array.Clear(_lengths);
            var queue = new PriorityQueue<int[], long>();
            for (var symbol = 0; symbol < 256; symbol++)
            {
                if (counts[symbol] > 0)
                {
                    queue.Enqueue([symbol], counts[symbol]);
                }
            }

            while (queue.Count > 1)
            {
                queue.TryDequeue(out var one, out var oneCount);
                queue.TryDequeue(out var two, out var twoCount);
                int[] both = [.. one!, .. two!];
                foreach (var symbol in both)
                {
                    _lengths[symbol]++;
                }

                queue.Enqueue(both, oneCount + twoCount);
            }

            int longest = _lengths.Max();
            if (longest <= BitsMax)
            {
                return longest;
            }

            for (var symbol = 0; symbol < 256; symbol++)
            {
                counts[symbol] = counts[symbol] == 0 ? 0 : (counts[symbol] / 4) + 1;
            }
        }
    }
}
