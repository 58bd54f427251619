using System.Buffers.Binary;

namespace Weir.Kernel.Storage.Checksums;

/// <summary>Slicing-by-eight tables for a bit-reflected polynomial of up to 64 bits.</summary>
internal static class SlicingTables
{
    private const int Slices = 8;
    private const int Values = 256;

    public static ulong[] Create(ulong polynomial)
    {
        var tables = new ulong[Slices * Values];
        for (var value = 0; value < Values; value++)
        {
            var crc = (ulong)value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ polynomial : crc >> 1;
            }

            tables[value] = crc;
        }

        for (var at = Values; at < tables.Length; at++)
        {
            var before = tables[at - Values];
            tables[at] = (before >> 8) ^ tables[(byte)before];
        }

        return tables;
    }

    /// <summary>Continues a checksum in its raw (not inverted) form.</summary>
    public static ulong Append(ulong[] tables, ulong crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= Slices)
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = tables[(7 * Values) + (byte)crc]
                ^ tables[(6 * Values) + (byte)(crc >> 8)]
                ^ tables[(5 * Values) + (byte)(crc >> 16)]
                ^ tables[(4 * Values) + (byte)(crc >> 24)]
                ^ tables[(3 * Values) + (byte)(crc >> 32)]
                ^ tables[(2 * Values) + (byte)(crc >> 40)]
                ^ tables[Values + (byte)(crc >> 48)]
                ^ tables[(byte)(crc >> 56)];
            bytes = bytes[Slices..];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ tables[(byte)(crc ^ value)];
        }

        return crc;
    }
}
