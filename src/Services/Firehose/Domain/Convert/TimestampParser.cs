using System.Globalization;

namespace Weir.Services.Firehose.Domain;

/// <summary>Reads times as Hive's JSON readers do: by Joda patterns where given, else the usual forms; numbers are seconds or milliseconds.</summary>
/// <remarks>Times without a zone are UTC; those with one are brought to it.</remarks>
internal sealed class TimestampParser
{
    /// <summary>Numbers from here on are milliseconds: as seconds they would lie past the year 5000.</summary>
    private const decimal MillisFrom = 100_000_000_000m;
    private const decimal MillisMax = 253_402_300_799_999m;

    private static readonly string[] UsualForms =
    [
        "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-d H:m:s", "yyyy-M-dTH:m:s.FFFFFFFK", "yyyy-M-dTH:m:sK", "yyyy-M-d H:m:s.FFFFFFFK", "yyyy-M-d H:m:sK",
        "yyyy-M-dTH:m:s.FFFFFFFzzz", "yyyy-M-dTH:m:szzz", "yyyy-M-d",
    ];

    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private readonly string[] _forms;
    private readonly bool _takesMillis;

    public TimestampParser(IReadOnlyList<string> jodaPatterns)
    {
        _takesMillis = jodaPatterns.Contains("millis");
        _forms = [.. jodaPatterns.Where(pattern => pattern != "millis").Select(FromJoda), .. UsualForms];
    }

    public DateTime? Parse(string text)
    {
        if (DateTime.TryParseExact(text, _forms, CultureInfo.InvariantCulture, Styles, out var time))
        {
            return DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        }

        return FromNumber(text);
    }

    public DateTime? FromNumber(string text)
    {
        // Past the last millisecond there is, whichever unit it was: also too large to compute with.
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > MillisMax)
        {
            return null;
        }

        var millis = _takesMillis || Math.Abs(number) >= MillisFrom ? number : number * 1000;
        var ticks = DateTime.UnixEpoch.Ticks + (millis * TimeSpan.TicksPerMillisecond);
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, DateTimeKind.Unspecified) : null;
    }

    /// <summary>Joda's letters are .NET's, but for these.</summary>
    private static string FromJoda(string pattern)
    {
        var output = new System.Text.StringBuilder();
        var isLiteral = false;
        foreach (var letter in pattern)
        {
            isLiteral ^= letter == '\'';
            output.Append(isLiteral ? letter : letter switch
            {
                'Z' => 'K',
                'S' => 'f',
                'a' => 't',
                'E' => 'd',
                'Y' or 'x' => 'y',
                _ => letter,
            });
        }

        // A zone is one letter in .NET, however many Joda's pattern has.
        return output.ToString().Replace("KK", "K", StringComparison.Ordinal).Replace("t", "tt", StringComparison.Ordinal);
    }
}
