using System.Globalization;

namespace Weir.Engines.DuckDb;

/// <summary>An exact decimal of up to 38 digits: <c>Unscaled × 10^-Scale</c>.</summary>
public readonly record struct DuckDecimal(Int128 Unscaled, int Scale)
{
    public override string ToString()
    {
        var digits = Int128.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        var sign = Int128.IsNegative(Unscaled) ? "-" : "";
        return Scale == 0 ? sign + digits : $"{sign}{digits[..^Scale]}.{digits[^Scale..]}";
    }

    /// <summary>The same value with another scale; null when digits would be lost or do not fit.</summary>
    public DuckDecimal? Rescale(int scale)
    {
        var value = Unscaled;
        for (var at = Scale; at < scale; at++)
        {
            if (Int128.Abs(value) > Int128.MaxValue / 10)
            {
                return null;
            }

            value *= 10;
        }

        for (var at = Scale; at > scale; at--)
        {
            if (value % 10 != 0)
            {
                return null;
            }

            value /= 10;
        }

        return new(value, scale);
    }

    public static DuckDecimal Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = ((Int128)(uint)bits[2] << 64) | ((Int128)(uint)bits[1] << 32) | (uint)bits[0];
        return new(bits[3] < 0 ? -magnitude : magnitude, (bits[3] >> 16) & 0xFF);
    }
}
