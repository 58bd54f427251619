using System.Globalization;
using Weir.Engines.Iceberg.Types;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Reads values as DuckDB prints them in a file's statistics. What is printed otherwise gives no bound.</summary>
internal static class ValueTexts
{
    private const long MicrosPerSecond = 1_000_000;

    public static object? Parse(PrimitiveType type, string text) => type.Kind switch
    {
        PrimitiveKind.Boolean => text is "1" or "true" ? true : text is "0" or "false" ? false : null,
        PrimitiveKind.Int => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        PrimitiveKind.Long => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        PrimitiveKind.Float => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !float.IsNaN(number) ? number : null,
        PrimitiveKind.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) ? number : null,
        PrimitiveKind.Decimal => Decimal(text, type.Scale),
        PrimitiveKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
            : null,
        PrimitiveKind.Time => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time.Ticks / TimeSpan.TicksPerMicrosecond : null,
        PrimitiveKind.Timestamp => Micros(text),
        PrimitiveKind.TimestampTz => text.EndsWith("+00", StringComparison.Ordinal) ? Micros(text[..^3]) : null,
        PrimitiveKind.Uuid => Guid.TryParse(text, out var uuid) ? uuid : null,
        _ => null,
    };

    private static long? Micros(string text)
    {
        var parts = text.Split(' ');
        if (parts.Length != 2 || !DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || !TimeOnly.TryParse(parts[1], CultureInfo.InvariantCulture, out var time))
        {
            return null;
        }

        var days = date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return (days * 86_400L * MicrosPerSecond) + (time.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    private static Int128? Decimal(string text, int scale)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        return decimals <= scale && Int128.TryParse(
            text.Replace(".", "", StringComparison.Ordinal) + new string('0', scale - decimals), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var digits)
                ? digits
                : null;
    }
}
