namespace Weir.Engines.Formats.Text;

/// <summary>What may be left out of a time, or come with it.</summary>
internal enum TimeForm
{
    /// <summary>Days and times that exist, in part or whole, with <c>T</c> and a zone where there is one; fractions are cut off.</summary>
    Any = 0,

    /// <summary>As Hive's readers have them: a blank and all of the time, or <c>T</c> and at least minutes; what is too large runs over into the next field.</summary>
    Hive = 1,

    /// <summary>As <see cref="Hive"/>, and behind a <c>T</c> a zone.</summary>
    Zoned = 2,
}

/// <summary>Dates and times from text as Hive's readers take them. Years are 1 to 9999.</summary>
internal static class HiveTimes
{
    private const int YearMax = 9999;
    private const int EpochDay = 719_162;
    private const int DigitsMax = 9;

    /// <summary>Days since 1970 of <c>yyyy-M-d</c>; what follows a blank is not looked at.</summary>
    /// <param name="isLenient">Whether the 33rd of January is the 2nd of February.</param>
    public static bool TryDate(ReadOnlySpan<byte> text, bool isLenient, out int days)
    {
        text = Trim(text);
        if (text.IndexOf((byte)' ') is >= 0 and var blank)
        {
            text = text[..blank];
        }

        return TryDay(ref text, isLenient, out days) && text.IsEmpty;
    }

    /// <summary>Microseconds since 1970 of <c>yyyy-M-d H:m:s.f</c>, a fraction rounded half up.</summary>
    public static bool TryTimestamp(ReadOnlySpan<byte> text, TimeForm form, out long micros)
    {
        micros = 0;
        text = Trim(text);
        if (!TryDay(ref text, form != TimeForm.Any, out var days))
        {
            return false;
        }

        var seconds = 86_400L * days;
        if (text.IsEmpty)
        {
            micros = 1_000_000 * seconds;
            return form == TimeForm.Any;
        }

        var isIso = (text[0] | 0x20) == 't';
        if (!isIso && text[0] != ' ')
        {
            return false;
        }

        text = text[1..];
        if (!TryClock(ref text, form, isIso, ref seconds)
            || !TryFraction(ref text, form, out var fraction)
            || (!text.IsEmpty && !(form == TimeForm.Any || (form == TimeForm.Zoned && isIso))) || (!text.IsEmpty && !TryZone(text, ref seconds)))
        {
            return false;
        }

        micros = (1_000_000 * seconds) + fraction;
        return seconds > -62_135_596_801 && seconds < 253_402_300_800;
    }

    /// <summary>As Java trims: whatever is no more than a blank.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (text is [<= (byte)' ', ..])
        {
            text = text[1..];
        }

        while (text is [.., <= (byte)' '])
        {
            text = text[..^1];
        }

        return text;
    }

    private static bool TryClock(ref ReadOnlySpan<byte> text, TimeForm form, bool isIso, ref long seconds)
    {
        var isStrict = form == TimeForm.Any;
        if (!TryNumber(ref text, isStrict ? 2 : DigitsMax, out var hour) || (isStrict && hour > 23))
        {
            return false;
        }

        var (minute, second) = (0, 0);
        var hasMinute = text is [(byte)':', ..];
        if (hasMinute)
        {
            text = text[1..];
            if (!TryNumber(ref text, isStrict ? 2 : DigitsMax, out minute) || (isStrict && minute > 59))
            {
                return false;
            }
        }

        var hasSecond = text is [(byte)':', ..];
        if (hasSecond)
        {
            text = text[1..];
            if (!TryNumber(ref text, isStrict ? 2 : DigitsMax, out second) || (isStrict && second > 59))
            {
                return false;
            }
        }

        seconds += (3600L * hour) + (60L * minute) + second;
        return isStrict || (hasMinute && (hasSecond || isIso));
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, TimeForm form, out long micros)
    {
        micros = 0;
        if (text is not [(byte)'.', ..] && !(form == TimeForm.Any && text is [(byte)',', ..]))
        {
            return true;
        }

        text = text[1..];
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? text.Length : digits;
        if (digits == 0 || (digits > DigitsMax && form != TimeForm.Any))
        {
            return false;
        }

        for (var at = 0; at < 6; at++)
        {
            micros = (micros * 10) + (at < digits ? text[at] - '0' : 0);
        }

        micros += form != TimeForm.Any && digits > 6 && text[6] >= '5' ? 1 : 0;
        text = text[digits..];
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

    private static bool TryDay(ref ReadOnlySpan<byte> text, bool isLenient, out int days)
    {
        days = 0;
        if (isLenient && text is [(byte)'+', ..])
        {
            text = text[1..];
        }

        if (!TryNumber(ref text, isLenient ? DigitsMax : 4, out var year) || text is not [(byte)'-', ..])
        {
            return false;
        }

        text = text[1..];
        if (!TryNumber(ref text, isLenient ? DigitsMax : 2, out var month) || text is not [(byte)'-', ..])
        {
            return false;
        }

        text = text[1..];
        if (!TryNumber(ref text, isLenient ? DigitsMax : 2, out var day)
            || (!isLenient && (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))))
        {
            return false;
        }

        var months = (12L * year) + month - 1;
        if (months < 12 || months / 12 > YearMax)
        {
            return false;
        }

        var number = new DateOnly((int)(months / 12), (int)(months % 12) + 1, 1).DayNumber + day - 1L;
        days = (int)(number - EpochDay);
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber;
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
}
