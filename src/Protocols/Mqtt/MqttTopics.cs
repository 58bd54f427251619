using System.Text;

namespace Weir.Protocols.Mqtt;

/// <summary>The grammar of topic names and filters (MQTT 5.0, section 4.7). Pure.</summary>
public static class MqttTopics
{
    public const string SharePrefix = "$share/";

    /// <summary>A topic one may publish to: not empty, no wildcards.</summary>
    public static bool IsName(ReadOnlySpan<char> topic) => !topic.IsEmpty && topic.IndexOfAny('+', '#', '\0') < 0;

    /// <summary>A filter: <c>+</c> is a whole level, <c>#</c> a whole level and the last.</summary>
    public static bool IsFilter(ReadOnlySpan<char> filter)
    {
        if (filter.IsEmpty || filter.Contains('\0'))
        {
            return false;
        }

        foreach (var range in filter.Split('/'))
        {
            var level = filter[range];
            var isLast = range.End.GetOffset(filter.Length) == filter.Length;
            if (level.Length > 1 && level.IndexOfAny('+', '#') >= 0)
            {
                return false;
            }

            if (level is "#" && !isLast)
            {
                return false;
            }
        }

        return true;
    }

    public static int Slashes(ReadOnlySpan<char> topic) => topic.Count('/');

    public static bool IsWithin(string topic, int bytesMax, int slashesMax) =>
        (topic.Length * 3 <= bytesMax || Encoding.UTF8.GetByteCount(topic) <= bytesMax) && Slashes(topic) <= slashesMax;

    /// <summary>Cuts <c>$share/group/filter</c>; the group is null when the filter is not shared.</summary>
    public static bool TryCutShare(string subscription, out string? group, out string filter)
    {
        group = null;
        filter = subscription;
        if (!subscription.StartsWith(SharePrefix, StringComparison.Ordinal))
        {
            return true;
        }

        var rest = subscription[SharePrefix.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || rest.AsSpan(0, slash).IndexOfAny('+', '#') >= 0)
        {
            return false;
        }

        group = rest[..slash];
        filter = rest[(slash + 1)..];
        return true;
    }

    /// <summary>True when a filter matches a topic. A wildcard at the start never matches a topic that starts with <c>$</c>.</summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        if (topic.StartsWith("$") && filter is ['+' or '#', ..])
        {
            return false;
        }

        while (true)
        {
            var filterLevel = NextLevel(filter, out var filterRest, out var filterMore);
            if (filterLevel is "#")
            {
                return true;
            }

            var topicLevel = NextLevel(topic, out var topicRest, out var topicMore);
            if (filterLevel is not "+" && !filterLevel.SequenceEqual(topicLevel))
            {
                return false;
            }

            if (!topicMore)
            {
                return !filterMore || filterRest is "#";
            }

            if (!filterMore)
            {
                return false;
            }

            filter = filterRest;
            topic = topicRest;
        }
    }

    /// <summary>The text before the first wildcard: every match starts with it (or is it, less a slash at its end).</summary>
    public static string LiteralPrefix(string filter)
    {
        var wildcard = filter.AsSpan().IndexOfAny('+', '#');
        return wildcard < 0 ? filter : filter[wildcard] == '#' && wildcard > 0 ? filter[..(wildcard - 1)] : filter[..wildcard];
    }

    private static ReadOnlySpan<char> NextLevel(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest, out bool more)
    {
        var slash = text.IndexOf('/');
        more = slash >= 0;
        rest = more ? text[(slash + 1)..] : default;
        return more ? text[..slash] : text;
    }
}
