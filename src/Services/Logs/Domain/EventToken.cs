using System.Globalization;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Domain;

/// <summary>The page tokens of GetLogEvents (<c>f/…</c>, <c>b/…</c>) and what FilterLogEvents' event ids hold.</summary>
internal static class EventToken
{
    public const int IdLength = 56;
    private const int PartDigits = 19;

    public static string Forward(LogPlace place) => $"f/{Text(place)}";

    public static string Backward(LogPlace place) => $"b/{Text(place)}";

    public static (bool IsBackward, LogPlace Place) Parse(string token)
    {
        if (token.Length == 2 + (2 * PartDigits) && token[1] == '/' && token[0] is 'f' or 'b'
            && long.TryParse(token.AsSpan(2, PartDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp)
            && long.TryParse(token.AsSpan(2 + PartDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return (token[0] == 'b', new(timestamp, sequence));
        }

        throw LogsErrors.Invalid("The specified nextToken is invalid.");
    }

    public static long TimestampOf(string eventId) =>
        long.TryParse(eventId.AsSpan(0, PartDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp)
            ? timestamp
            : throw LogsErrors.Invalid("The specified nextToken is invalid.");

    private static string Text(LogPlace place) =>
        string.Create(CultureInfo.InvariantCulture, $"{place.Timestamp:D19}{place.Sequence:D19}");
}
