using System.Globalization;

namespace Weir.Kernel.Log;

/// <summary>One file of a partition: batches from <see cref="BaseOffset"/> on. Sealed ones never change.</summary>
internal sealed class Segment(string directory, long baseOffset)
{
    public const string LogSuffix = ".log";
    public const string IndexSuffix = ".index";

    private readonly WeakReference<SegmentIndex> _cached = new(null!);

    public long BaseOffset { get; } = baseOffset;

    public string Path { get; } = System.IO.Path.Combine(directory, NameOf(baseOffset) + LogSuffix);

    public string IndexPath { get; } = System.IO.Path.Combine(directory, NameOf(baseOffset) + IndexSuffix);

    /// <summary>Bytes that readers may see: all of a sealed segment, the committed part of the active one.</summary>
    public long Bytes { get; set; }

    /// <summary>The offset after the last one that readers may see here.</summary>
    public long NextOffset { get; set; } = baseOffset;

    public long MaxTimestampMs { get; set; } = long.MinValue;

    /// <summary>The index of the active segment, which is nowhere else; null once sealed.</summary>
    public SegmentIndex? ActiveIndex { get; set; }

    /// <summary>A sealed segment's index if it is still in memory.</summary>
    public SegmentIndex? CachedIndex
    {
        get => _cached.TryGetTarget(out var index) ? index : null;
        set => _cached.SetTarget(value!);
    }

    public void Cover(SegmentIndex index) =>
        (Bytes, NextOffset, MaxTimestampMs) = (index.CoveredBytes, index.NextOffset, index.MaxTimestampMs);

    public static string NameOf(long baseOffset) => baseOffset.ToString("D20", CultureInfo.InvariantCulture);

    public static bool TryParseName(string fileName, out long baseOffset)
    {
        baseOffset = 0;
        return fileName.EndsWith(LogSuffix, StringComparison.Ordinal)
            && long.TryParse(fileName.AsSpan(0, fileName.Length - LogSuffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out baseOffset);
    }
}
