using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>Finds matches in a window and writes blocks with the predefined tables: fast, and within a fifth of the level that tools use. One thread.</summary>
internal sealed class ZstdBlockEncoder
{
    private const int HashBits = 15;
    private const int MatchMin = 5;

    private readonly int[] _table = new int[1 << HashBits];
    private readonly List<(int Literals, int Offset, int Match)> _sequences = [];
    private readonly ByteSink _literals = new(ZstdTables.BlockBytesMax);
    private readonly ByteSink _body = new(ZstdTables.BlockBytesMax);
    private readonly HuffmanEncoder _huffman = new();
    private int _recent = 1, _second = 4, _third = 8;

    public ZstdBlockEncoder() => Array.Fill(_table, -1);

    /// <summary>The window moved: what it held is so many bytes nearer to its start, or gone.</summary>
    public void Slide(int bytes)
    {
        foreach (ref var entry in _table.AsSpan())
        {
            entry = entry < bytes ? -1 : entry - bytes;
        }
    }

    /// <summary>Writes the block from <paramref name="start"/> to the window's end.</summary>
    public void Write(ReadOnlySpan<byte> window, int start, bool isLast, ByteSink output)
    {
        var block = window[start..];
        var recent = (_recent, _second, _third);
        Find(window, start);
        _body.Clear();
        if (!_huffman.TryWrite(_literals.Written, _body))
        {
            PlainLiterals();
        }

        Sequences();
        if (_body.Length < block.Length)
        {
            Header(isLast, 2, _body.Length, output);
            output.Bytes(_body.Written);
            return;
        }

        // The reader will not have seen these offsets.
        (_recent, _second, _third) = recent;
        Header(isLast, 0, block.Length, output);
        output.Bytes(block);
    }

    private static void Header(bool isLast, int kind, int size, ByteSink output)
    {
        var header = (isLast ? 1 : 0) | (kind << 1) | (size << 3);
        output.Byte((byte)header);
        output.Byte((byte)(header >> 8));
        output.Byte((byte)(header >> 16));
    }

    private void Find(ReadOnlySpan<byte> window, int start)
    {
        _sequences.Clear();
        _literals.Clear();
        var (at, literal, misses) = (start, start, 0);
        while (at + 8 <= window.Length)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(window[at..]) << 24;
            var slot = (int)((word * 0x9FB21C651E98DF25UL) >> (64 - HashBits));
            var candidate = _table[slot];
            _table[slot] = at;
            var length = candidate < 0 ? 0 : window[candidate..].CommonPrefixLength(window[at..]);
            if (length < MatchMin)
            {
                at += 1 + (misses++ >> 6);
                continue;
            }

            misses = 0;
            while (at > literal && candidate > 0 && window[at - 1] == window[candidate - 1])
            {
                at--;
                candidate--;
                length++;
            }

            _literals.Bytes(window[literal..at]);
            _sequences.Add((at - literal, at - candidate, length));
            at += length;
            literal = at;
        }

        _literals.Bytes(window[literal..]);
    }

    private void PlainLiterals()
    {
        var header = (3 << 2) | (_literals.Length << 4);
        _body.Byte((byte)header);
        _body.Byte((byte)(header >> 8));
        _body.Byte((byte)(header >> 16));
        _body.Bytes(_literals.Written);
    }

    private void Sequences()
    {
        var count = _sequences.Count;
        if (count < 128)
        {
            _body.Byte((byte)count);
        }
        else if (count < 0x7F00)
        {
            _body.Byte((byte)((count >> 8) + 128));
            _body.Byte((byte)count);
        }
        else
        {
            _body.Byte(255);
            _body.Byte((byte)(count - 0x7F00));
            _body.Byte((byte)((count - 0x7F00) >> 8));
        }

        if (count == 0)
        {
            return;
        }

        _body.Byte(0); // all three tables are the predefined ones
        var values = new uint[count];
        for (var at = 0; at < count; at++)
        {
            values[at] = OffsetValue(_sequences[at].Offset, _sequences[at].Literals > 0);
        }

        var bits = new BitSink(_body);
        var (lengthState, offsetState, matchState) = (0, 0, 0);
        for (var at = count - 1; at >= 0; at--)
        {
            var (literals, _, match) = _sequences[at];
            var lengthCode = Code(ZstdTables.LiteralBase, literals);
            var matchCode = Code(ZstdTables.MatchBase, match);
            var offsetCode = BitOperations.Log2(values[at]);
            if (at == count - 1)
            {
                lengthState = FseEncoder.Literals.Last(lengthCode);
                offsetState = FseEncoder.Offsets.Last(offsetCode);
                matchState = FseEncoder.Matches.Last(matchCode);
            }
            else
            {
                offsetState = FseEncoder.Offsets.Step(offsetCode, offsetState, bits);
                matchState = FseEncoder.Matches.Step(matchCode, matchState, bits);
                lengthState = FseEncoder.Literals.Step(lengthCode, lengthState, bits);
            }

            bits.Write((uint)(literals - ZstdTables.LiteralBase[lengthCode]), ZstdTables.LiteralBits[lengthCode]);
            bits.Write((uint)(match - ZstdTables.MatchBase[matchCode]), ZstdTables.MatchBits[matchCode]);
            bits.Write(values[at] - (1u << offsetCode), offsetCode);
        }

        bits.Write((uint)matchState, FseEncoder.Matches.Log);
        bits.Write((uint)offsetState, FseEncoder.Offsets.Log);
        bits.Write((uint)lengthState, FseEncoder.Literals.Log);
        bits.Close();
    }

    private uint OffsetValue(int offset, bool isAfterLiterals)
    {
        if (offset == _recent && isAfterLiterals)
        {
            return 1;
        }

        (_third, _second, _recent) = (_second, _recent, offset);
        return (uint)offset + 3;
    }

    private static int Code(ReadOnlySpan<int> bases, int value)
    {
        var code = bases.BinarySearch(value);
        return code >= 0 ? code : ~code - 1;
    }
}
