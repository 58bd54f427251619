using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Weir.Engines.Formats.Text;

/// <summary>Values from text as Hive's readers take them.</summary>
internal static class HiveText
{
    private static readonly Int128[] Powers = MakePowers();

    public static bool TryBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = Ascii.EqualsIgnoreCase(text, "true"u8);
        return value || Ascii.EqualsIgnoreCase(text, "false"u8);
    }

    /// <summary>An integer; digits behind a point are checked and dropped.</summary>
    public static bool TryInteger(ReadOnlySpan<byte> text, long min, long max, bool allowsPoint, out long value)
    {
        value = 0;
        var isNegative = text is [(byte)'-', ..];
        if (isNegative || text is [(byte)'+', ..])
        {
            text = text[1..];
        }

        if (text.IsEmpty)
        {
            return false;
        }

        var digits = text;
        var point = text.IndexOf((byte)'.');
        if (point >= 0)
        {
            if (!allowsPoint || text[(point + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return false;
            }

            digits = text[..point];
        }

        var number = 0UL;
        foreach (var digit in digits)
        {
            var unit = (uint)(digit - '0');
            if (unit > 9 || number > (ulong.MaxValue - 9) / 10)
            {
                return false;
            }

            number = (number * 10) + unit;
        }

        if (number > (isNegative ? (ulong)long.MaxValue + 1 : long.MaxValue))
        {
            return false;
        }

        value = unchecked(isNegative ? -(long)number : (long)number);
        return value >= min && value <= max;
    }

    public static bool TryDouble(ReadOnlySpan<byte> text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            // Java has one spelling of what is no number, .NET any case of it.
            return double.IsFinite(value) || !text.ContainsAnyInRange((byte)'a', (byte)'z') || text.ContainsAny("NI"u8)
                || text.IndexOfAny("eE"u8) is > 0 and var mark && char.IsAsciiDigit((char)text[mark - 1]);
        }

        // Its suffixes of floating-point literals are part of what it reads.
        text = text.Trim(" \t"u8);
        return text.Length > 1 && (text[^1] | 0x20) is 'd' or 'f' && char.IsAsciiDigit((char)text[^2])
            && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A decimal's digits at the scale asked for, rounded half up.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, int width, int scale, out Int128 value)
    {
        value = 0;
        var isNegative = text is [(byte)'-', ..];
        if (isNegative || text is [(byte)'+', ..])
        {
            text = text[1..];
        }

        var exponent = 0;
        if (text.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var mark)
        {
            var tail = text[(mark + 1)..];
            if (tail is [(byte)'+', ..])
            {
                tail = tail[1..];
            }

            if (!Utf8Parser.TryParse(tail, out exponent, out var used) || used != tail.Length || Math.Abs(exponent) > 1000)
            {
                return false;
            }

            text = text[..mark];
        }

        var (digits, fraction, hasPoint, drop) = (0, 0, false, -1);
        foreach (var one in text)
        {
            if (one == '.' && !hasPoint)
            {
                hasPoint = true;
                continue;
            }

            var unit = one - '0';
            if ((uint)unit > 9)
            {
                return false;
            }

            digits++;
            fraction += hasPoint ? 1 : 0;
            if (value > Powers[37])
            {
                // Past what 128 bits hold: only the first digit left out matters, for rounding.
                drop = drop < 0 ? unit : drop;
                fraction--;
                continue;
            }

            value = (value * 10) + unit;
        }

        if (digits == 0)
        {
            return false;
        }

        var shift = scale - fraction + exponent;
        if (shift < 0)
        {
            if (shift < -38)
            {
                value = 0;
            }
            else
            {
                var unit = Powers[-shift];
                var (whole, rest) = Int128.DivRem(value, unit);
                value = rest >= unit - rest ? whole + 1 : whole;
            }
        }
        else if (value != 0)
        {
            if (shift > 38 || value > Powers[38] / Powers[shift])
            {
                return false;
            }

            value *= Powers[shift];
            value += drop >= 5 && shift == 0 ? 1 : 0;
        }

        if (value >= Powers[width])
        {
            return false;
        }

        value = isNegative ? -value : value;
        return true;
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (var at = 1; at < powers.Length; at++)
        {
            powers[at] = powers[at - 1] * 10;
        }

        return powers;
    }
}
