using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>The code that zstd's literals are written in. Immutable.</summary>
internal sealed class HuffmanTable
{
    private const int BitsMax = 11;
    private const int StepSymbols = 5;

    /// <summary>By the next bits: the symbol in the low byte, its length above.</summary>
    private readonly ushort[] _entries;
    private readonly int _bits;

    private HuffmanTable(ushort[] entries, int bits) => (_entries, _bits) = (entries, bits);

    public static HuffmanTable Read(ReadOnlySpan<byte> source, out int used)
    {
        if (source.IsEmpty)
        {
            throw Damaged();
        }

        Span<byte> weights = stackalloc byte[256];
        int header = source[0];
        int count;
        if (header >= 128)
        {
            count = header - 127;
            used = 1 + ((count + 1) / 2);
            if (used > source.Length)
            {
                throw Damaged();
            }

            for (var at = 0; at < count; at++)
            {
                int pair = source[1 + (at / 2)];
                weights[at] = (byte)(at % 2 == 0 ? pair >> 4 : pair & 15);
            }
        }
        else
        {
            used = 1 + header;
            if (used > source.Length)
            {
                throw Damaged();
            }

            count = ReadWeights(source.Slice(1, header), weights);
        }

        return Build(weights, count);
    }

    /// <summary>
    /// Decodes four streams, each to its part of the target: the first three parts are <paramref name="part"/> bytes long. They take turns, so that none waits
    /// for its own last symbol.
    /// </summary>
    public void Decode(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d, Span<byte> target, int part)
    {
        var one = new BackwardBits(a);
        var two = new BackwardBits(b);
        var three = new BackwardBits(c);
        var four = new BackwardBits(d);
        var at = 0;

        // The last part is the shortest. A refill has 56 bits or more: five symbols of at most eleven.
        var last = target.Length - (3 * part);
        ref var entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        var shift = 64 - _bits;
        for (; at + StepSymbols <= last && one.HasWord && two.HasWord && three.HasWord && four.HasWord; at += StepSymbols)
        {
            var (wordOne, wordTwo, wordThree, wordFour) = (one.Word(), two.Word(), three.Word(), four.Word());
            var (usedOne, usedTwo, usedThree, usedFour) = (0, 0, 0, 0);
            for (var step = 0; step < StepSymbols; step++)
            {
                // A word's highest bits are below the table's size.
                target[at + step] = Symbol(ref entries, ref wordOne, shift, ref usedOne);
                target[at + step + part] = Symbol(ref entries, ref wordTwo, shift, ref usedTwo);
                target[at + step + (2 * part)] = Symbol(ref entries, ref wordThree, shift, ref usedThree);
                target[at + step + (3 * part)] = Symbol(ref entries, ref wordFour, shift, ref usedFour);
            }

            one.Skip(usedOne);
            two.Skip(usedTwo);
            three.Skip(usedThree);
            four.Skip(usedFour);
        }

        Finish(ref one, target[at..part]);
        Finish(ref two, target[(part + at)..(2 * part)]);
        Finish(ref three, target[((2 * part) + at)..(3 * part)]);
        Finish(ref four, target[((3 * part) + at)..]);
    }

    /// <summary>Decodes one stream, which must be used up exactly.</summary>
    public void Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var stream = new BackwardBits(source);
        Finish(ref stream, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Symbol(ref ushort entries, ref ulong word, int shift, ref int used)
    {
        var entry = Unsafe.Add(ref entries, (nuint)(word >> shift));
        word <<= entry >> 8;
        used += entry >> 8;
        return (byte)entry;
    }

    private void Finish(ref BackwardBits stream, Span<byte> target)
    {
        for (var at = 0; at < target.Length; at++)
        {
            var entry = _entries[stream.Peek(_bits)];
            target[at] = (byte)entry;
            stream.Skip(entry >> 8);
        }

        if (!stream.IsAtEnd)
        {
            throw Damaged();
        }
    }

    /// <summary>Weights in FSE code: two states take turns.</summary>
    private static int ReadWeights(ReadOnlySpan<byte> source, Span<byte> weights)
    {
        var table = FseTable.Read(source, 256, 6, out var used);
        var stream = new BackwardBits(source[used..]);
        var first = (int)stream.Read(table.Log);
        var second = (int)stream.Read(table.Log);
        if (stream.IsOverrun)
        {
            throw Damaged();
        }

        var count = 0;
        while (count < 254)
        {
            weights[count++] = table.States[first].Symbol;
            if (Advance(table, ref first, ref stream))
            {
                weights[count++] = table.States[second].Symbol;
                return count;
            }

            weights[count++] = table.States[second].Symbol;
            if (Advance(table, ref second, ref stream))
            {
                weights[count++] = table.States[first].Symbol;
                return count;
            }
        }

        throw Damaged();
    }

    /// <summary>Whether the stream ran out: then the other state holds the last symbol.</summary>
    private static bool Advance(FseTable table, ref int state, ref BackwardBits stream)
    {
        var (_, bits, next) = table.States[state];
        if (stream.Left < bits)
        {
            return true;
        }

        state = next + (int)stream.Read(bits);
        return false;
    }

    private static HuffmanTable Build(Span<byte> weights, int count)
    {
        var sum = 0u;
        foreach (var weight in weights[..count])
        {
            if (weight > BitsMax)
            {
                throw Damaged();
            }

            sum += weight == 0 ? 0u : 1u << (weight - 1);
        }

        if (sum == 0 || count > 255)
        {
            throw Damaged();
        }

        // The last symbol's weight is what is missing to a power of two.
        var bits = BitOperations.Log2(sum) + 1;
        var missing = (1u << bits) - sum;
        if (bits > BitsMax || !BitOperations.IsPow2(missing))
        {
            throw Damaged();
        }

        weights[count++] = (byte)(BitOperations.Log2(missing) + 1);
        var entries = new ushort[1 << bits];
        var at = 0;
        for (var weight = 1; weight <= bits; weight++)
        {
            for (var symbol = 0; symbol < count; symbol++)
            {
                if (weights[symbol] == weight)
                {
                    var span = 1 << (weight - 1);
                    entries.AsSpan(at, span).Fill((ushort)(((bits + 1 - weight) << 8) | symbol));
                    at += span;
                }
            }
        }

        return at == entries.Length ? new(entries, bits) : throw Damaged();
    }

    private static FormatException Damaged() => new("zstd literals are damaged");
}
