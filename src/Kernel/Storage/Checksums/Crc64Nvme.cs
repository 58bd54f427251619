namespace Weir.Kernel.Storage.Checksums;

/// <summary>CRC-64/NVME: the checksum S3 and its SDKs use by default (<c>x-amz-checksum-crc64nvme</c>).</summary>
/// <remarks>Continues as <see cref="Crc32C"/> does.</remarks>
public static class Crc64Nvme
{
    private static readonly ulong[] Tables = SlicingTables.Create(0x9A6C9329AC4BC9B5);

    public static ulong Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    public static ulong Append(ulong checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        if (CarrylessCrc.IsSupported && bytes.Length >= CarrylessCrc.BytesMin)
        {
            crc = CarrylessCrc.Nvme.Fold(crc, ref bytes, Tables);
        }

        return ~SlicingTables.Append(Tables, crc, bytes);
    }
}
