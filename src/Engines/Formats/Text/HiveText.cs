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
        // Java's suffixes of floating-point literals are part of what it reads.
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

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

    /// <summary>Days since 1970 of <c>yyyy-M-d</c>; what follows a blank is not looked at.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        text = text.Trim((byte)' ');
        if (text.IndexOf((byte)' ') is >= 0 and var blank)
        {
            text = text[..blank];
        }

        return TryDay(ref text, out days) && text.IsEmpty;
    }

    /// <summary>Microseconds since 1970 of <c>yyyy-M-d H:m:s.f</c>, of which the time may be missing in part or whole.</summary>
    /// <param name="isIso">Whether <c>T</c> and a zone are understood.</param>
    public static bool TryTimestamp(ReadOnlySpan<byte> text, bool isIso, out long micros)
    {
        micros = 0;
        text = text.Trim((byte)' ');
        if (!TryDay(ref text, out var days))
        {
            return false;
        }

        var seconds = 86_400L * days;
        if (!text.IsEmpty)
        {
            if (!(text[0] == ' ' || (isIso && text[0] == 'T')))
            {
                return false;
            }

            text = text[1..];
            if (!TryNumber(ref text, 2, out var hour) || hour > 23)
            {
                return false;
            }

            var (minute, second) = (0, 0);
            if (text is [(byte)':', ..])
            {
                text = text[1..];
                if (!TryNumber(ref text, 2, out minute) || minute > 59)
                {
                    return false;
                }
            }

            if (text is [(byte)':', ..])
            {
                text = text[1..];
                if (!TryNumber(ref text, 2, out second) || second > 59)
                {
                    return false;
                }
            }

            seconds += (3600 * hour) + (60 * minute) + second;
            if (text is [(byte)'.' or (byte)',', ..])
            {
                text = text[1..];
                var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
                digits = digits < 0 ? text.Length : digits;
                if (digits is 0 or > 9)
                {
                    return false;
                }

                for (var at = 0; at < 6; at++)
                {
                    micros = (micros * 10) + (at < digits ? text[at] - '0' : 0);
                }

                text = text[digits..];
            }

            if (!text.IsEmpty && (!isIso || !TryZone(text, ref seconds)))
            {
                return false;
            }
        }

        micros += 1_000_000 * seconds;
        return true;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, ref long seconds)
    {
        text = text.Trim((byte)' ');
        if (text is [(byte)'Z' or (byte)'z'] || text.SequenceEqual("UTC"u8))
        {
            return true;
        }

        if (text is not [(byte)'+' or (byte)'-', ..])
        {
            return false;
        }

        var sign = text[0] == '-' ? 1 : -1;
        text = text[1..];
        if (!TryNumber(ref text, 2, out var hours))
        {
            return false;
        }

        text = text is [(byte)':', ..] ? text[1..] : text;
        var minutes = 0;
        if (!text.IsEmpty && (!TryNumber(ref text, 2, out minutes) || !text.IsEmpty))
        {
            return false;
        }

        seconds += sign * ((3600L * hours) + (60 * minutes));
        return true;
    }

    private static bool TryDay(ref ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (!TryNumber(ref text, 4, out var year) || text is not [(byte)'-', ..])
        {
            return false;
        }

        text = text[1..];
        if (!TryNumber(ref text, 2, out var month) || text is not [(byte)'-', ..])
        {
            return false;
        }

        text = text[1..];
        if (!TryNumber(ref text, 2, out var day) || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        days = new DateOnly(year, month, day).DayNumber - 719_162;
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> text, int digitsMax, out int number)
    {
        number = 0;
        var at = 0;
        while (at < text.Length && at < digitsMax && char.IsAsciiDigit((char)text[at]))
        {
            number = (number * 10) + text[at++] - '0';
        }

        text = text[at..];
        return at > 0;
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
