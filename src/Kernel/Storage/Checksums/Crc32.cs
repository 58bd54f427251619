using System.Buffers.Binary;

namespace Weir.Kernel.Storage.Checksums;

/// <summary>CRC-32 (IEEE 802.3): the checksum of zip, gzip and <c>x-amz-checksum-crc32</c>.</summary>
/// <remarks>Continues as <see cref="Crc32C"/> does.</remarks>
public static class Crc32
{
    private static readonly ulong[] Tables = SlicingTables.Create(0xEDB88320);

    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        if (System.Runtime.Intrinsics.Arm.Crc32.Arm64.IsSupported)
        {
            for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            {
                crc = System.Runtime.Intrinsics.Arm.Crc32.Arm64.ComputeCrc32(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            }
        }
        else if (CarrylessCrc.IsSupported && bytes.Length >= CarrylessCrc.BytesMin)
        {
            crc = (uint)CarrylessCrc.Ieee.Fold(crc, ref bytes, Tables);
        }

        return ~(uint)SlicingTables.Append(Tables, crc, bytes);
    }
}
