using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Engines.Delta.Deletion;

/// <summary>Reads Roaring bitmaps in their portable form: sets of row numbers.</summary>
internal ref struct RoaringBitmaps(ReadOnlySpan<byte> bytes, long countMax)
{
    private const int CookieWithRuns = 12347;
    private const uint CookieWithoutRuns = 12346;
    private const int ArrayMax = 4096;
    private const int BitmapBytes = 8192;

    /// <summary>So many containers or more have a table of their places, whether or not there are runs.</summary>
    private const int PlacesMin = 4;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly List<long> _rows = [];
    private int _at;

    /// <summary>Bitmaps of 32 bits, each for one upper half of the numbers.</summary>
    public List<long> ReadAll()
    {
        var count = BinaryPrimitives.ReadInt64LittleEndian(Take(8));
        if (count < 0 || count > int.MaxValue)
        {
            throw DeltaException.BadData($"a deletion vector of {count} bitmaps");
        }

        for (var at = 0L; at < count; at++)
        {
            var key = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
            if (key > int.MaxValue)
            {
                throw DeltaException.BadData("a deletion vector deletes rows that no file can have");
            }

            Bitmap((long)key << 32);
        }

        return _rows;
    }

    private void Bitmap(long high)
    {
        var cookie = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        var hasRuns = (cookie & 0xFFFF) == CookieWithRuns;
        var count = hasRuns ? (cookie >> 16) + 1
            : cookie == CookieWithoutRuns ? BinaryPrimitives.ReadUInt32LittleEndian(Take(4))
            : throw DeltaException.BadData("a deletion vector is no Roaring bitmap");
        if (count > 1 << 16)
        {
            throw DeltaException.BadData("a deletion vector has more containers than there can be");
        }

        var runs = hasRuns ? Take(((int)count + 7) / 8) : default;
        var heads = Take((int)count * 4);
        if (!hasRuns || count >= PlacesMin)
        {
            Take((int)count * 4);
        }

        for (var at = 0; at < count; at++)
        {
            var start = high | ((long)BinaryPrimitives.ReadUInt16LittleEndian(heads[(at * 4)..]) << 16);
            var members = BinaryPrimitives.ReadUInt16LittleEndian(heads[((at * 4) + 2)..]) + 1;
            if (hasRuns && (runs[at / 8] & (1 << (at % 8))) != 0)
            {
                Runs(start);
            }
            else if (members > ArrayMax)
            {
                Bits(start);
            }
            else
            {
                var values = Take(members * 2);
                for (var member = 0; member < members; member++)
                {
                    Add(start | BinaryPrimitives.ReadUInt16LittleEndian(values[(member * 2)..]));
                }
            }
        }
    }

    private void Runs(long start)
    {
        var count = BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
        var values = Take(count * 4);
        for (var run = 0; run < count; run++)
        {
            var first = BinaryPrimitives.ReadUInt16LittleEndian(values[(run * 4)..]);
            var more = BinaryPrimitives.ReadUInt16LittleEndian(values[((run * 4) + 2)..]);
            if (first + more > ushort.MaxValue)
            {
                throw DeltaException.BadData("a deletion vector has a run that leaves its container");
            }

            for (var value = 0; value <= more; value++)
            {
                Add(start | (long)(first + value));
            }
        }
    }

    private void Bits(long start)
    {
        var words = Take(BitmapBytes);
        for (var word = 0; word < BitmapBytes / 8; word++)
        {
            var bits = BinaryPrimitives.ReadUInt64LittleEndian(words[(word * 8)..]);
            while (bits != 0)
            {
                Add(start | (long)((word * 64) + BitOperations.TrailingZeroCount(bits)));
                bits &= bits - 1;
            }
        }
    }

    private readonly void Add(long row)
    {
        if (_rows.Count >= countMax)
        {
            throw DeltaException.BadData($"a deletion vector deletes more than the {countMax} rows the log says");
        }

        _rows.Add(row);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at)
        {
            throw DeltaException.BadData("a deletion vector ends too early");
        }

        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }
}
