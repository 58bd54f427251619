using System.Globalization;
using System.Text;
using Weir.Engines.Formats.Text;

namespace Weir.Services.Firehose.Domain;

/// <summary>Reads times as Hive's JSON readers do: by Joda patterns where given, else the usual forms; numbers are seconds or milliseconds.</summary>
/// <remarks>Times without a zone are UTC; those with one are brought to it.</remarks>
internal sealed class TimestampParser
{
    /// <summary>Numbers from here on are milliseconds: as seconds they would lie past the year 5000.</summary>
    private const decimal MillisFrom = 100_000_000_000m;
    private const decimal MillisMax = 253_402_300_799_999m;

    private const string Millis = "millis";

    private static readonly string[] UsualForms =
    [
        "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-d H:m:s", "yyyy-M-dTH:m:s.FFFFFFFK", "yyyy-M-dTH:m:sK", "yyyy-M-d H:m:s.FFFFFFFK", "yyyy-M-d H:m:sK",
        "yyyy-M-dTH:m:s.FFFFFFFzzz", "yyyy-M-dTH:m:szzz", "yyyy-M-d",
    ];

    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private readonly TimestampPattern[] _patterns;
    private readonly bool _takesMillis;

    public TimestampParser(IReadOnlyList<string> jodaPatterns)
    {
        _takesMillis = jodaPatterns.Contains(Millis);
        _patterns = [.. jodaPatterns.Where(pattern => pattern != Millis).Select(pattern => TimestampPattern.TryParse(pattern)
            ?? throw FirehoseErrors.Invalid($"The timestamp format {pattern} is not supported."))];
    }

    public DateTime? Parse(string text)
    {
        if (_patterns.Length > 0)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            foreach (var pattern in _patterns)
            {
                if (pattern.TryRead(bytes, out var micros))
                {
                    return OfTicks(DateTime.UnixEpoch.Ticks + ((decimal)micros * TimeSpan.TicksPerMicrosecond));
                }
            }
        }

        return DateTime.TryParseExact(text, UsualForms, CultureInfo.InvariantCulture, Styles, out var time)
            ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified)
            : FromNumber(text);
    }

    public DateTime? FromNumber(string text)
    {
        // Past the last millisecond there is, whichever unit it was: also too large to compute with.
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > MillisMax)
        {
            return null;
        }

        var millis = _takesMillis || Math.Abs(number) >= MillisFrom ? number : number * 1000;
        return OfTicks(DateTime.UnixEpoch.Ticks + (millis * TimeSpan.TicksPerMillisecond));
    }

    /// <summary>Null outside of the years 1 to 9999, which a zone may lead to.</summary>
    private static DateTime? OfTicks(decimal ticks) =>
        ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, DateTimeKind.Unspecified) : null;
}
