namespace Weir.Engines.Formats.Orc;

/// <summary>Counts the bytes a scan reads. Safe from any thread.</summary>
public sealed class OrcScanCount
{
    private long _bytes;

    /// <summary>Bytes read so far.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    internal void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
