using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Kernel.Storage.Checksums;

/// <summary>Folds a bit-reflected CRC 64 bytes at a time by carry-less multiplication (x86).</summary>
/// <remarks>
/// Each 16-byte lane moves forward over the bytes in between by multiplying its halves with x to the power of that distance.
/// The last lane, 16 bytes that have the same remainder as everything folded, is finished with the tables: no Barrett
/// reduction, hence no constants but the powers, which are computed from the polynomial.
/// </remarks>
internal sealed class CarrylessCrc
{
    public const int BytesMin = 128;
    private const int LaneBits = 128;

    private readonly Vector128<ulong> _overOne;
    private readonly Vector128<ulong> _overFour;

    private CarrylessCrc(ulong polynomial, int width)
    {
        _overOne = Powers(polynomial, width, LaneBits);
        _overFour = Powers(polynomial, width, 4 * LaneBits);
    }

    public static CarrylessCrc Ieee { get; } = new(0xEDB88320, 32);

    public static CarrylessCrc Nvme { get; } = new(0x9A6C9329AC4BC9B5, 64);

    public static bool IsSupported => Pclmulqdq.IsSupported;

    /// <summary>Continues a raw checksum over the largest multiple of 16 bytes and cuts those off <paramref name="bytes"/>.</summary>
    public ulong Fold(ulong crc, ref ReadOnlySpan<byte> bytes, ulong[] tables)
    {
        var lanes = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var first = lanes[0] ^ Vector128.CreateScalar(crc);
        var second = lanes[1];
        var third = lanes[2];
        var fourth = lanes[3];
        var at = 4;
        for (; at + 4 <= lanes.Length; at += 4)
        {
            first = Forward(first, _overFour) ^ lanes[at];
            second = Forward(second, _overFour) ^ lanes[at + 1];
            third = Forward(third, _overFour) ^ lanes[at + 2];
            fourth = Forward(fourth, _overFour) ^ lanes[at + 3];
        }

        second ^= Forward(first, _overOne);
        third ^= Forward(second, _overOne);
        fourth ^= Forward(third, _overOne);
        for (; at < lanes.Length; at++)
        {
            fourth = Forward(fourth, _overOne) ^ lanes[at];
        }

        bytes = bytes[(lanes.Length * Vector128<byte>.Count)..];
        Span<byte> last = stackalloc byte[Vector128<byte>.Count];
        fourth.AsByte().CopyTo(last);
        return SlicingTables.Append(tables, 0, last);
    }

    private static Vector128<ulong> Forward(Vector128<ulong> lane, Vector128<ulong> powers) =>
        Pclmulqdq.CarrylessMultiply(lane, powers, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, powers, 0x11);

    /// <summary>
    /// For the low half (its bits are 64 places further from the end) and the high half. A reflected product is one place
    /// short, hence the minus one.
    /// </summary>
    private static Vector128<ulong> Powers(ulong polynomial, int width, int distance) =>
        Vector128.Create(Power(polynomial, width, distance + 64 - 1), Power(polynomial, width, distance - 1));

    /// <summary>x to the power of n modulo the polynomial, reflected into 64 bits: the highest bit is x⁰.</summary>
    private static ulong Power(ulong polynomial, int width, int n)
    {
        var value = 1UL << (width - 1);
        for (var step = 0; step < n; step++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
        }

        return value << (64 - width);
    }
}
