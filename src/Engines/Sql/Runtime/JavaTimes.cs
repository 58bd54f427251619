using System.Globalization;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Dates and times as Java's <c>toString</c> writes them, from the text of a cast.</summary>
internal static class JavaTimes
{
    /// <summary><c>2024-01-02 03:04:00.5 Europe/Berlin</c> as <c>2024-01-02T03:04:00.500+01:00[Europe/Berlin]</c>.</summary>
    public static string Text(string text)
    {
        var parts = text.Split(' ');
        var first = parts[0].Contains(':', StringComparison.Ordinal) ? Clock(parts[0]) : parts[0];
        return parts.Length switch
        {
            1 => first,
            2 => $"{first}T{Clock(parts[1])}",
            _ => $"{first}T{Clock(parts[1])}{Zone($"{parts[0]} {parts[1]}", parts[2])}",
        };
    }

    /// <summary>No seconds where there are none, and a fraction of three, six or nine digits.</summary>
    private static string Clock(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        var clock = point < 0 ? text : text[..point];
        return fraction.Length > 0 ? $"{clock}.{fraction.PadRight((fraction.Length + 2) / 3 * 3, '0')}"
            : clock.EndsWith(":00", StringComparison.Ordinal) && clock.Length > 5 ? clock[..^3]
            : clock;
    }

    private static string Zone(string local, string zone)
    {
        if (zone == "UTC")
        {
            return "Z[UTC]";
        }

        if (zone[0] is '+' or '-')
        {
            return zone;
        }

        var picos = FineTimes.ReadStamp(local, FineTimes.DigitsMax)?.Picos ?? 0;
        var seconds = (int)((picos - FineTimes.Instant(picos, zone)) / FineTimes.SecondPicos);
        var rest = Math.Abs(seconds % 60);
        return seconds == 0 ? $"Z[{zone}]" : string.Create(CultureInfo.InvariantCulture, $"{Moments.Offset(seconds)}{(rest == 0 ? "" : $":{rest:00}")}[{zone}]");
    }
}
