using Weir.Kernel.Core;

namespace Weir.Kernel.Log;

/// <summary>How a commit log behaves. Sizes are bytes.</summary>
public sealed record LogOptions
{
    public Durability Durability { get; init; } = Durability.Strict;

    /// <summary>A segment that has reached this size is sealed and a new one begun.</summary>
    public int SegmentBytes { get; init; } = 64 << 20;

    /// <summary>A waiting batch takes no more appends once it is this large; one larger append still goes in whole.</summary>
    public int BatchBytes { get; init; } = 1 << 20;

    /// <summary>One append may not be larger than this; nor may a batch that is read.</summary>
    public int BatchBytesMax { get; init; } = LogLimits.BatchBytesMax;

    /// <summary>Log bytes between two entries of a segment's index.</summary>
    public int IndexIntervalBytes { get; init; } = 16 << 10;

    /// <summary>Threads that write and sync; 0 leaves it to the caller, who pumps <see cref="CommitLog.CommitPending"/>.</summary>
    public int CommitThreads { get; init; } = 4;

    /// <summary>Files kept open for all partitions together.</summary>
    public int OpenFilesMax { get; init; } = 128;

    /// <summary>With relaxed durability: how long written bytes may wait for their sync.</summary>
    public TimeSpan RelaxedSyncDelay { get; init; } = TimeSpan.FromMilliseconds(30);
}

/// <summary>Bounds of the format; what is larger on disk is damage.</summary>
public static class LogLimits
{
    public const int BatchBytesMax = 64 << 20;

    public const int NameCharactersMax = 512;

    /// <summary>Bytes of a record that count against a batch beside its key, value and headers: the greatest they can be.</summary>
    internal const int RecordOverheadMax = 48;
}
