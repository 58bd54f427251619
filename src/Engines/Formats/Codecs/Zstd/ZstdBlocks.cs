using System.Buffers.Binary;

namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>Decodes the compressed blocks of one frame, which share tables and recent offsets. One thread.</summary>
internal sealed class ZstdBlocks
{
    private readonly byte[] _literals = new byte[ZstdTables.BlockBytesMax];
    private readonly int[] _recent = [1, 4, 8];
    private HuffmanTable? _huffman;
    private SequenceTable? _literalLengths, _offsets, _matchLengths;

    /// <summary>Forgets the frame before.</summary>
    public void Begin()
    {
        (_recent[0], _recent[1], _recent[2]) = (1, 4, 8);
        (_huffman, _literalLengths, _offsets, _matchLengths) = (null, null, null, null);
    }

    /// <summary>Decodes a block to <paramref name="at"/>; returns where its output ends.</summary>
    /// <param name="oldest">The first byte of <paramref name="target"/> that matches may refer to.</param>
    public int Decode(ReadOnlySpan<byte> source, Span<byte> target, int at, int oldest)
    {
        var literals = ReadLiterals(ref source);
        var (sequences, modes) = ReadHeader(ref source);
        if (sequences == 0)
        {
            if (!source.IsEmpty)
            {
                throw Damaged("bytes after the literals");
            }

            return Append(literals, literals.Length, target, at);
        }

        _literalLengths = Table(ref source, modes >> 6, _literalLengths, SequenceKind.Literals);
        _offsets = Table(ref source, (modes >> 4) & 3, _offsets, SequenceKind.Offsets);
        _matchLengths = Table(ref source, (modes >> 2) & 3, _matchLengths, SequenceKind.Matches);
        return Execute(source, sequences, literals, target, at, oldest);
    }

    private int Execute(
        ReadOnlySpan<byte> source, int sequences, ReadOnlySpan<byte> literals, Span<byte> target, int at, int oldest)
    {
        var (lengths, offsets, matches) = (_literalLengths!.States, _offsets!.States, _matchLengths!.States);
        var stream = new BackwardBits(source);
        var lengthState = (int)stream.Read(_literalLengths.Log);
        var offsetState = (int)stream.Read(_offsets.Log);
        var matchState = (int)stream.Read(_matchLengths.Log);
        while (true)
        {
            var (length, offsetCode, match) = (lengths[lengthState], offsets[offsetState], matches[matchState]);

            // At most 31 and 16 bits, then 16; more than 57 are never asked of one look.
            var extra = stream.Look(offsetCode.Extra + match.Extra);
            var offsetValue = (long)offsetCode.Base + (uint)(extra >> match.Extra);
            var matchLength = match.Base + (int)(extra & ((1UL << match.Extra) - 1));
            var literalLength = length.Base + (int)stream.Look(length.Extra);
            if (literalLength > literals.Length)
            {
                throw Damaged("a sequence asks for more literals than there are");
            }

            at = Append(literals, literalLength, target, at);
            literals = literals[literalLength..];
            var offset = Offset(offsetValue, literalLength == 0);
            if (offset > at - oldest || matchLength > target.Length - at)
            {
                throw Damaged("a match out of range");
            }

            Overlap.Copy(target, at, offset, matchLength);
            at += matchLength;
            if (--sequences == 0)
            {
                break;
            }

            // At most nine, nine and eight bits.
            var states = stream.Look(length.Bits + match.Bits + offsetCode.Bits);
            offsetState = offsetCode.Next + (int)(states & ((1UL << offsetCode.Bits) - 1));
            states >>= offsetCode.Bits;
            matchState = match.Next + (int)(states & ((1UL << match.Bits) - 1));
            lengthState = length.Next + (int)(states >> match.Bits);
            if (stream.IsOverrun)
            {
                throw Damaged("sequences cut short");
            }
        }

        return stream.IsAtEnd ? Append(literals, literals.Length, target, at) : throw Damaged("sequences that do not end where they should");
    }

    private int Offset(long value, bool isAfterNoLiterals)
    {
        if (value > 3)
        {
            if (value - 3 > int.MaxValue)
            {
                throw Damaged("an offset out of range");
            }

            (_recent[2], _recent[1], _recent[0]) = (_recent[1], _recent[0], (int)(value - 3));
            return _recent[0];
        }

        var index = (int)value - 1 + (isAfterNoLiterals ? 1 : 0);
        var offset = index == 3 ? _recent[0] - 1 : _recent[index];
        if (offset <= 0)
        {
            throw Damaged("an offset of zero");
        }

        if (index >= 1)
        {
            if (index != 1)
            {
                _recent[2] = _recent[1];
            }

            (_recent[1], _recent[0]) = (_recent[0], offset);
        }

        return offset;
    }

    private ReadOnlySpan<byte> ReadLiterals(ref ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty)
        {
            throw Damaged("an empty block");
        }

        var (kind, format) = (source[0] & 3, (source[0] >> 2) & 3);
        if (kind < 2)
        {
            return PlainLiterals(ref source, kind == 1, format);
        }

        var headerBytes = format switch { 0 or 1 => 3, 2 => 4, _ => 5 };
        var sizeBits = format switch { 0 or 1 => 10, 2 => 14, _ => 18 };
        var header = LittleEndian(source, headerBytes);
        var mask = (1UL << sizeBits) - 1;
        var size = (int)((header >> 4) & mask);
        var stored = (int)((header >> (4 + sizeBits)) & mask);
        if (size > _literals.Length || stored > source.Length - headerBytes)
        {
            throw Damaged("literals out of range");
        }

        var bytes = source.Slice(headerBytes, stored);
        source = source[(headerBytes + stored)..];
        if (kind == 2)
        {
            _huffman = HuffmanTable.Read(bytes, out var used);
            bytes = bytes[used..];
        }

        var table = _huffman ?? throw Damaged("literals that refer to no table");
        var target = _literals.AsSpan(0, size);
        if (format == 0)
        {
            table.Decode(bytes, target);
        }
        else
        {
            FourStreams(table, bytes, target);
        }

        return target;
    }

    private static void FourStreams(HuffmanTable table, ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        if (bytes.Length < 6)
        {
            throw Damaged("literals cut short");
        }

        var part = (target.Length + 3) / 4;
        int one = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        int two = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        int three = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        bytes = bytes[6..];
        if (one + two + three > bytes.Length || 3 * part > target.Length)
        {
            throw Damaged("literals cut short");
        }

        table.Decode(bytes[..one], bytes.Slice(one, two), bytes.Slice(one + two, three), bytes[(one + two + three)..], target, part);
    }

    private ReadOnlySpan<byte> PlainLiterals(ref ReadOnlySpan<byte> source, bool isRun, int format)
    {
        var headerBytes = format switch { 1 => 2, 3 => 3, _ => 1 };
        var size = (int)(LittleEndian(source, headerBytes) >> (headerBytes == 1 ? 3 : 4));
        var stored = isRun ? 1 : size;
        if (size > _literals.Length || stored > source.Length - headerBytes)
        {
            throw Damaged("literals out of range");
        }

        var bytes = source.Slice(headerBytes, stored);
        source = source[(headerBytes + stored)..];
        if (!isRun)
        {
            return bytes;
        }

        var target = _literals.AsSpan(0, size);
        target.Fill(bytes[0]);
        return target;
    }

    private static (int Count, int Modes) ReadHeader(ref ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty)
        {
            throw Damaged("a block without sequences");
        }

        int first = source[0];
        var used = first switch { < 128 => 1, < 255 => 2, _ => 3 };
        var count = first switch
        {
            < 128 => first,
            < 255 => ((first - 128) << 8) + (int)(LittleEndian(source, 2) >> 8),
            _ => (int)(LittleEndian(source, 3) >> 8) + 0x7F00,
        };
        source = source[used..];
        if (count == 0)
        {
            return (0, 0);
        }

        if (source.IsEmpty || (source[0] & 3) != 0)
        {
            throw Damaged("sequences of an unknown kind");
        }

        int modes = source[0];
        source = source[1..];
        return (count, modes);
    }

    private static SequenceTable Table(ref ReadOnlySpan<byte> source, int mode, SequenceTable? before, SequenceKind kind)
    {
        switch (mode)
        {
            case 0:
                return kind.Predefined;
            case 1:
                var symbol = source.IsEmpty ? throw Damaged("a table cut short") : source[0];
                source = source[1..];
                return kind.Of(FseTable.One(symbol));
            case 2:
                var table = FseTable.Read(source, kind.Symbols, kind.LogMax, out var used);
                source = source[used..];
                return kind.Of(table);
            default:
                return before ?? throw Damaged("a table that repeats none");
        }
    }

    private static int Append(ReadOnlySpan<byte> bytes, int count, Span<byte> target, int at)
    {
        if (count > target.Length - at)
        {
            throw Damaged("a block larger than it may be");
        }

        Overlap.Append(bytes, count, target, at);
        return at + count;
    }

    private static ulong LittleEndian(ReadOnlySpan<byte> source, int count)
    {
        if (count > source.Length)
        {
            throw Damaged("a header cut short");
        }

        var value = 0UL;
        for (var at = count - 1; at >= 0; at--)
        {
            value = (value << 8) | source[at];
        }

        return value;
    }

    private static FormatException Damaged(string what) => new($"a zstd block is damaged: {what}");
}
