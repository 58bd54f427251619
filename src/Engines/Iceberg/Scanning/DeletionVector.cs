using System.Buffers.Binary;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Iceberg.Scanning;

/// <summary>A deletion vector of version 3: the places of deleted rows as a 64-bit Roaring bitmap, as Puffin files hold it.</summary>
public static class DeletionVector
{
    /// <summary>Bytes of one vector.</summary>
    public const int BytesMax = 256 << 20;

    private const uint Magic = 0x64_39_D3_D1;
    private const int ArrayMax = 4096;
    private const int BitmapBytes = 8192;
    private const uint WithRuns = 12347;
    private const uint WithoutRuns = 12346;
    private const int OffsetsFrom = 4;

    /// <summary>Length, magic, bitmap, checksum; all places, in order.</summary>
    /// <param name="blob">The blob that the manifest names.</param>
    public static List<long> Read(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(blob) != (uint)blob.Length - 8)
        {
            throw IcebergException.Bad("the deletion vector is not as long as it says");
        }

        var content = blob[4..^4];
        if (BinaryPrimitives.ReadUInt32LittleEndian(content) != Magic)
        {
            throw IcebergException.Bad("the deletion vector does not begin with its mark");
        }

        if (Crc32.Compute(content) != BinaryPrimitives.ReadUInt32BigEndian(blob[^4..]))
        {
            throw IcebergException.Bad("the deletion vector does not have its checksum");
        }

        var input = new Input(content[4..]);
        var bitmaps = input.UInt64();
        var places = new List<long>();
        var before = -1L;
        for (var at = 0UL; at < bitmaps; at++)
        {
            var key = input.UInt32();
            if (key <= before || key > int.MaxValue)
            {
                throw IcebergException.Bad("the deletion vector's bitmaps are not in order");
            }

            before = key;
            Bitmap(ref input, (long)key << 32, places);
        }

        return places;
    }

    private static void Bitmap(ref Input input, long high, List<long> places)
    {
        var cookie = input.UInt32();
        var hasRuns = (cookie & 0xFFFF) == WithRuns;
        if (!hasRuns && cookie != WithoutRuns)
        {
            throw IcebergException.Bad("the deletion vector holds something that is no Roaring bitmap");
        }

        var count = hasRuns ? (cookie >> 16) + 1 : input.UInt32();
        if (count > 1 << 16)
        {
            throw IcebergException.Bad("a Roaring bitmap has too many containers");
        }

        var runs = hasRuns ? input.Take(((int)count + 7) / 8) : [];
        var heads = input.Take((int)count * 4);
        if (!hasRuns || count >= OffsetsFrom)
        {
            input.Take((int)count * 4);
        }

        for (var at = 0; at < count; at++)
        {
            var start = high | ((long)BinaryPrimitives.ReadUInt16LittleEndian(heads[(at * 4)..]) << 16);
            var size = BinaryPrimitives.ReadUInt16LittleEndian(heads[((at * 4) + 2)..]) + 1;
            if (hasRuns && (runs[at / 8] >> (at % 8) & 1) == 1)
            {
                Runs(ref input, start, places);
            }
            else if (size <= ArrayMax)
            {
                var values = input.Take(size * 2);
                for (var value = 0; value < size; value++)
                {
                    places.Add(start | BinaryPrimitives.ReadUInt16LittleEndian(values[(value * 2)..]));
                }
            }
            else
            {
                Bits(input.Take(BitmapBytes), start, places);
            }
        }
    }

    private static void Runs(ref Input input, long start, List<long> places)
    {
        var count = input.UInt16();
        for (var run = 0; run < count; run++)
        {
            int first = input.UInt16(), more = input.UInt16();
            if (first + more > ushort.MaxValue)
            {
                throw IcebergException.Bad("a run of a Roaring bitmap leaves its container");
            }

            for (var value = first; value <= first + more; value++)
            {
                places.Add(start | (uint)value);
            }
        }
    }

    private static void Bits(ReadOnlySpan<byte> bits, long start, List<long> places)
    {
        for (var at = 0; at < bits.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                if ((bits[at] >> bit & 1) == 1)
                {
                    places.Add(start | (uint)((at * 8) + bit));
                }
            }
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
                throw IcebergException.Bad("the deletion vector ends in the middle of something");
            }

            var taken = _bytes[..length];
            _bytes = _bytes[length..];
            return taken;
        }

        public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

        public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

        public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }
}
