using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Weir.Engines.Sql.Runtime;

/// <summary>
/// What clocks of a place showed, to the second: before standard time that was the sun's. .NET knows whole minutes only; the system's
/// files that it reads know more.
/// </summary>
internal sealed class ZoneHistory
{
    private const string Folder = "/usr/share/zoneinfo";
    private const int BytesMax = 1 << 20;
    private const int HeaderBytes = 44;

    private static readonly ConcurrentDictionary<string, ZoneHistory?> Known = new(StringComparer.Ordinal);

    private readonly long[] _times;
    private readonly byte[] _types;
    private readonly int[] _offsets;

    private ZoneHistory(long[] times, byte[] types, int[] offsets) => (_times, _types, _offsets) = (times, types, offsets);

    /// <summary>Seconds east of Greenwich where they are no whole minutes; null where .NET is right.</summary>
    /// <param name="zone">The name of a zone that there is.</param>
    public static int? OddSeconds(string zone, long epochSeconds) =>
        Known.GetOrAdd(zone, Find) is { } history && history.Offset(epochSeconds) is var offset && offset % 60 != 0 ? offset : null;

    private static ZoneHistory? Find(string zone)
    {
        try
        {
            // Names have no dots: none leads out of the folder.
            var file = new FileInfo(Path.Combine(Folder, zone));
            return zone.Contains('.', StringComparison.Ordinal) || zone[0] == '/' || !file.Exists || file.Length > BytesMax ? null : Read(File.ReadAllBytes(file.FullName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The second part of a file (RFC 8536), which counts in 64 bits; null for what is no such file.</summary>
    internal static ZoneHistory? Read(ReadOnlySpan<byte> file)
    {
        try
        {
            if (!file.StartsWith("TZif"u8) || file[4] < (byte)'2')
            {
                return null;
            }

            var (isUtc, isStandard, leaps, times, types, letters) = Counts(file);
            var second = file[(HeaderBytes + (times * 5) + (types * 6) + letters + (leaps * 8) + isStandard + isUtc)..];
            (_, _, _, times, types, _) = Counts(second);
            var body = second[HeaderBytes..];
            var moments = new long[times];
            for (var at = 0; at < times; at++)
            {
                moments[at] = BinaryPrimitives.ReadInt64BigEndian(body[(at * 8)..]);
            }

            var offsets = new int[types];
            for (var at = 0; at < types; at++)
            {
                offsets[at] = BinaryPrimitives.ReadInt32BigEndian(body[((times * 9) + (at * 6))..]);
            }

            var used = body.Slice(times * 8, times).ToArray();
            return types > 0 && Array.TrueForAll(used, type => type < types) ? new(moments, used, offsets) : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static (int IsUtc, int IsStandard, int Leaps, int Times, int Types, int Letters) Counts(ReadOnlySpan<byte> header)
    {
        Span<int> counts = stackalloc int[6];
        for (var at = 0; at < counts.Length; at++)
        {
            counts[at] = BinaryPrimitives.ReadInt32BigEndian(header[(20 + (at * 4))..]) is var count and >= 0 and <= BytesMax
                ? count
                : throw new ArgumentOutOfRangeException(nameof(header));
        }

        return (counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }

    private int Offset(long epochSeconds)
    {
        var at = Array.BinarySearch(_times, epochSeconds);
        at = at >= 0 ? at : ~at - 1;
        return _offsets[at < 0 ? 0 : _types[at]];
    }
}
