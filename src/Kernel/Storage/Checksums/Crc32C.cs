using System.Numerics;
using System.Runtime.InteropServices;

namespace Weir.Kernel.Storage.Checksums;

/// <summary>CRC-32C (Castagnoli): the checksum of log batches and of <c>x-amz-checksum-crc32c</c>.</summary>
/// <remarks>The processor's own instruction where there is one. A checksum continues: <c>Append(Append(0, a), b)</c> is that of <c>a</c> then <c>b</c>.</remarks>
public static class Crc32C
{
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var value in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
