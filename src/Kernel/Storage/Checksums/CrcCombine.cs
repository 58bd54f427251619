namespace Weir.Kernel.Storage.Checksums;

/// <summary>The CRC of two pieces joined, from the CRCs of the pieces: no byte is read again.</summary>
/// <remarks>
/// Appending n bytes to a message multiplies its polynomial by x^8n, so the first CRC is multiplied by that power modulo the
/// polynomial and the second is added. The start and end inversions of these CRCs cancel out. Bits are reflected: the highest
/// bit of a word is x^0.
/// </remarks>
public static class CrcCombine
{
    private static readonly Field Ieee = new(0xEDB88320, 32);
    private static readonly Field Castagnoli = new(0x82F63B78, 32);
    private static readonly Field Nvme = new(0x9A6C9329AC4BC9B5, 64);

    public static uint Crc32(uint first, uint second, long secondLength) => (uint)Ieee.Combine(first, second, secondLength);

    public static uint Crc32C(uint first, uint second, long secondLength) => (uint)Castagnoli.Combine(first, second, secondLength);

    public static ulong Crc64Nvme(ulong first, ulong second, long secondLength) => Nvme.Combine(first, second, secondLength);

    private sealed record Field(ulong Polynomial, int Width)
    {
        private ulong One => 1UL << (Width - 1);

        public ulong Combine(ulong first, ulong second, long secondLength) =>
            Multiply(PowerOfX((ulong)secondLength * 8), first) ^ second;

        private ulong PowerOfX(ulong exponent)
        {
            var power = One;
            for (var square = One >> 1; exponent != 0; exponent >>= 1)
            {
                power = (exponent & 1) != 0 ? Multiply(square, power) : power;
                square = Multiply(square, square);
            }

            return power;
        }

        private ulong Multiply(ulong left, ulong right)
        {
            var product = 0UL;
            for (var bit = One; bit != 0 && left != 0; bit >>= 1)
            {
                if ((left & bit) != 0)
                {
                    product ^= right;
                    left ^= bit;
                }

                right = (right & 1) != 0 ? (right >> 1) ^ Polynomial : right >> 1;
            }

            return product;
        }
    }
}
