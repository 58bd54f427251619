namespace Weir.Engines.Formats.Codecs.Bzip2;

/// <summary>CRC-32 with the highest bit first, as bzip2 has it.</summary>
internal static class Bzip2Crc
{
    private static readonly uint[] Table = Make();

    public static uint Add(uint crc, byte value) => (crc << 8) ^ Table[(crc >> 24) ^ value];

    private static uint[] Make()
    {
        var table = new uint[256];
        for (var at = 0u; at < 256; at++)
        {
            var crc = at << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
            }

            table[at] = crc;
        }

        return table;
    }
}
