using System.Collections.Concurrent;

namespace Weir.Engines.Formats.Orc;

/// <summary>
/// The zone of the program that wrote a stripe. Timestamps are seconds from 2015 as that zone's clocks showed it; they are read as
/// the wall clock they were written with. Safe from any thread.
/// </summary>
internal sealed class OrcZone
{
    private const int HourSeconds = 3600;
    private const int CacheLength = 1024;

    private static readonly ConcurrentDictionary<string, OrcZone> Known = new(StringComparer.Ordinal);
    private static readonly DateTime Base = new(2015, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly long FirstSecond = (DateTime.MinValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
    private static readonly long LastSecond = (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;

    private readonly TimeZoneInfo? _zone;

    // An hour and its offset in one number, so that a torn read is impossible: (hour << 20) | (offset + bias).
    private readonly long[] _hours = new long[CacheLength];

    private OrcZone(TimeZoneInfo? zone)
    {
        _zone = zone;
        Array.Fill(_hours, long.MinValue);
        var local = (long)(Base - DateTime.UnixEpoch).TotalSeconds;
        BaseSeconds = zone is null ? local : local - (long)zone.GetUtcOffset(Base).TotalSeconds;
    }

    /// <summary>When 2015 began in the zone, in seconds since 1970.</summary>
    public long BaseSeconds { get; }

    public bool IsUtc => _zone is null;

    public static OrcZone Of(string name)
    {
        const int NameMax = 64;
        if (name.Length > NameMax)
        {
            throw new FormatException("a time zone with a name of more than 64 letters");
        }

        return Known.TryGetValue(name, out var zone) ? zone : Known.GetOrAdd(name, Find(name));
    }

    /// <summary>The wall clock at a moment, both as seconds since 1970.</summary>
    public long ToLocal(long seconds)
    {
        if (_zone is null)
        {
            return seconds;
        }

        const int OffsetBits = 20;
        const int Bias = 1 << (OffsetBits - 1);
        var hour = (long)Math.Floor(seconds / (double)HourSeconds);
        ref var slot = ref _hours[(int)(hour & (CacheLength - 1))];
        var kept = Volatile.Read(ref slot);
        if (kept >> OffsetBits == hour && kept != long.MinValue)
        {
            return seconds + (kept & ((1 << OffsetBits) - 1)) - Bias;
        }

        var offset = Offset(seconds);
        if (Offset(hour * HourSeconds) == offset && Offset(((hour + 1) * HourSeconds) - 1) == offset)
        {
            Volatile.Write(ref slot, (hour << OffsetBits) | (offset + Bias));
        }

        return seconds + offset;
    }

    private long Offset(long seconds)
    {
        var moment = DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, FirstSecond, LastSecond));
        return (long)_zone!.GetUtcOffset(moment).TotalSeconds;
    }

    private static OrcZone Find(string name)
    {
        if (name is "UTC" or "GMT" or "Etc/UTC" or "Etc/GMT" or "Z" or "Zulu" or "Etc/UCT" or "UCT" or "Universal" or "")
        {
            return new(null);
        }

        try
        {
            return new(TimeZoneInfo.FindSystemTimeZoneById(name));
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new FormatException($"the time zone {name} of the file's writer is not known to this machine", error);
        }
    }
}
