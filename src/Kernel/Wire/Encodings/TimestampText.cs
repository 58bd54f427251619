using System.Globalization;

namespace Weir.Kernel.Wire;

/// <summary>The forms an instant takes on the wire.</summary>
internal static class TimestampText
{
    private const string Iso8601 = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string Iso8601Millis = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Format(DateTimeOffset instant, TimestampFormat format) => format switch
    {
        TimestampFormat.UnixSeconds => Seconds(instant).ToString(CultureInfo.InvariantCulture),
        TimestampFormat.Rfc822 => instant.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture),
        TimestampFormat.Iso8601 or TimestampFormat.Default => instant.ToUniversalTime().ToString(
            instant.Millisecond == 0 ? Iso8601 : Iso8601Millis, CultureInfo.InvariantCulture),
    };

    /// <summary>Seconds since 1970 with at most three decimals, as AWS answers.</summary>
    public static decimal Seconds(DateTimeOffset instant)
    {
        var milliseconds = instant.ToUnixTimeMilliseconds();
        return milliseconds % 1000 == 0 ? milliseconds / 1000 : milliseconds / 1000m;
    }

    /// <summary>Null when out of the calendar.</summary>
    public static DateTimeOffset? OfSeconds(double seconds) =>
        seconds is > -62_135_596_800 and < 253_402_300_800
            ? DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(seconds * 1000) * TimeSpan.TicksPerMillisecond)
            : null;

    /// <summary>Reads ISO 8601, RFC 822 or seconds since 1970, whichever it is.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            var known = OfSeconds(seconds);
            instant = known ?? default;
            return known is not null;
        }

        return DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces,
            out instant);
    }
}
