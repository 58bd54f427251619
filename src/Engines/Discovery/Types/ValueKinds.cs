using System.Buffers;
using System.Globalization;

namespace Weir.Engines.Discovery.Types;

/// <summary>What one text value looks like.</summary>
public enum ValueKind
{
    Empty,

    /// <summary>A word people write where there is no value.</summary>
    Missing,
    Integer,

    /// <summary>Digits only a number would lose: 007, 00420.</summary>
    LeadingZero,

    /// <summary>An integer too long for 64 bits.</summary>
    LongInteger,
    Real,
    Boolean,
    Date,
    Timestamp,

    /// <summary>A time in a spelling text tables cannot read: with a T, a zone, slashes.</summary>
    OtherTime,
    Text,
}

/// <summary>Tells what a text value looks like.</summary>
public static class ValueKinds
{
    private static readonly HashSet<string> MissingWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "NA", "N/A", "#N/A", "NULL", "\\N", "None", "nil", "-", "--", "?", "NaN", "(null)", "<NA>", "n.a.", "결측", "없음",
    };

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.eE+-");

    private static readonly string[] OtherTimes =
    [
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm", "yyyy/MM/dd", "yyyy/MM/dd HH:mm:ss", "yyyy/MM/dd HH:mm",
        "MM/dd/yyyy", "M/d/yyyy", "MM/dd/yyyy HH:mm:ss", "M/d/yyyy H:mm", "dd.MM.yyyy", "d.M.yyyy", "yyyy.MM.dd",
    ];

    public static ValueKind Of(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        if (value.IsEmpty)
        {
            return ValueKind.Empty;
        }

        var first = value[0];
        if (char.IsAsciiDigit(first) || first is '-' or '+' or '.')
        {
            return Number(value) ?? (first is '-' ? Word(value) : Time(value) ?? ValueKind.Text);
        }

        return Word(value);
    }

    private static ValueKind Word(ReadOnlySpan<char> value)
    {
        if (value.Length > 8)
        {
            return value.Equals("-Infinity", StringComparison.Ordinal) ? ValueKind.Real : ValueKind.Text;
        }

        if (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return ValueKind.Boolean;
        }

        if (value.Equals("Infinity", StringComparison.Ordinal))
        {
            return ValueKind.Real;
        }

        return MissingWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value) ? ValueKind.Missing : ValueKind.Text;
    }

    private static ValueKind? Number(ReadOnlySpan<char> value)
    {
        var digits = value[0] is '-' or '+' ? value[1..] : value;
        if (digits.IsEmpty)
        {
            return null;
        }

        if (digits.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return digits.Length > 1 && digits[0] == '0' ? ValueKind.LeadingZero
                : digits.Length <= 18 || long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? ValueKind.Integer
                : ValueKind.LongInteger;
        }

        if (digits.ContainsAnyExcept(NumberLetters)
            || !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            return null;
        }

        // 00.5 is somebody's code, 0.5 and .5 are numbers.
        return digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]) ? ValueKind.LeadingZero : ValueKind.Real;
    }

    private static ValueKind? Time(ReadOnlySpan<char> value)
    {
        if (value.Length is < 8 or > 35)
        {
            return null;
        }

        if (value.Length == 10 && DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return ValueKind.Date;
        }

        if (value.Length >= 19 && value[10] == ' '
            && DateTime.TryParseExact(value, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return ValueKind.Timestamp;
        }

        return DateTime.TryParseExact(value, OtherTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? ValueKind.OtherTime : null;
    }
}
