using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Time zones by the names Trino takes: UTC under its many names, offsets as <c>+09:00</c>, places.</summary>
public static partial class Zones
{
    private const long YearTwo = -62_104_060_800;
    private const long YearNineThousand = 221_845_392_000;
    private const int OffsetMinutesMax = 14 * 60;

    /// <summary>The name a zone is held under; null when there is no such zone.</summary>
    public static string? Find(string name)
    {
        if (name is "UTC" or "Z" or "UT" or "UCT" or "GMT" or "GMT0" or "Greenwich" or "Universal" or "Zulu" or "Etc/UTC" or "Etc/UT" or "Etc/UCT"
            or "Etc/GMT" or "Etc/GMT0" or "Etc/GMT+0" or "Etc/GMT-0" or "Etc/Greenwich" or "Etc/Universal" or "Etc/Zulu")
        {
            return "UTC";
        }

        var match = OffsetText().Match(name);
        if (match.Success)
        {
            var hours = int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture);
            var minutes = match.Groups["m"].Success ? int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture) : 0;
            var total = ((hours * 60) + minutes) * (match.Groups["s"].Value == "-" ? -1 : 1) * (match.Groups["p"].Value == "Etc/GMT" ? -1 : 1);
            return minutes > 59 || Math.Abs(total) > OffsetMinutesMax ? null : OfMinutes(total);
        }

        return name.Length > 1 && char.IsAsciiLetter(name[0]) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) ? name : null;
    }

    /// <summary>The same, refused in Trino's words.</summary>
    public static string Of(string name) => Find(name) ?? throw SqlRuntime.Invalid($"'{name}' is not a valid time zone");

    public static string OfMinutes(int minutes) => minutes == 0 ? "UTC" : Moments.Offset(minutes * 60);

    /// <summary>Minutes east of Greenwich of a zone held under its name, at a moment.</summary>
    public static int Minutes(string zone, DateTimeOffset at)
    {
        if (zone == "UTC")
        {
            return 0;
        }

        if (zone[0] is '+' or '-')
        {
            var minutes = (int.Parse(zone.AsSpan(1, 2), CultureInfo.InvariantCulture) * 60) + int.Parse(zone.AsSpan(4, 2), CultureInfo.InvariantCulture);
            return zone[0] == '-' ? -minutes : minutes;
        }

        return Seconds(zone, at.ToUnixTimeSeconds()) / 60;
    }

    /// <summary>Seconds east of Greenwich at an instant. Beyond the years .NET counts, those of the nearest of them.</summary>
    public static int Seconds(string zone, long epochSeconds)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(epochSeconds, YearTwo, YearNineThousand));
        return zone == "UTC" || zone[0] is '+' or '-' ? Minutes(zone, at) * 60
            : ZoneHistory.OddSeconds(zone, epochSeconds) ?? (int)TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(at).TotalSeconds;
    }

    /// <summary>Whether a zone's clocks skip a local time when they go forward.</summary>
    public static bool Skips(string zone, long micros)
    {
        var ticks = DateTime.UnixEpoch.Ticks + ((Int128)micros * 10);
        return zone != "UTC" && zone[0] is not ('+' or '-') && ticks > 0 && ticks < DateTime.MaxValue.Ticks
            && TimeZoneInfo.FindSystemTimeZoneById(zone).IsInvalidTime(new DateTime((long)ticks, DateTimeKind.Unspecified));
    }

    [GeneratedRegex(@"^(?<p>|UTC|UT|GMT|Etc/UTC|Etc/GMT)(?<s>[+-])(?:(?<h>[0-9]{1,2})(?::(?<m>[0-9]{2}))?|(?<h>[0-9]{2})(?<m>[0-9]{2}))\z", RegexOptions.ExplicitCapture)]
    private static partial Regex OffsetText();
}
