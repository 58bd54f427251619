using System.Buffers.Binary;
using Weir.Engines.Formats.Bitmaps;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Iceberg.Scanning;

/// <summary>A deletion vector of version 3: the places of deleted rows as a 64-bit Roaring bitmap, as Puffin files hold it.</summary>
/// <remarks>Source: the Puffin specification, blob type deletion-vector-v1.</remarks>
public static class DeletionVector
{
    /// <summary>Bytes of one vector.</summary>
    public const int BytesMax = 256 << 20;

    private const uint Magic = 0x64_39_D3_D1;

    /// <summary>Length, magic, bitmap, checksum; all places, ascending.</summary>
    /// <param name="blob">The blob that the manifest names.</param>
    /// <param name="cardinality">The places it holds, as the manifest says. Others are damage: nothing else bounds what a few bytes stand for.</param>
    public static List<long> Read(ReadOnlySpan<byte> blob, long cardinality)
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

        try
        {
            var places = RoaringBitmap.Read(content[4..], cardinality);
            return places.Count == cardinality ? places
                : throw IcebergException.Bad($"the deletion vector deletes {places.Count} rows where the manifest says {cardinality}");
        }
        catch (Formats.FormatException error)
        {
            throw IcebergException.Bad($"the deletion vector is damaged: {error.Message}");
        }
    }
}
