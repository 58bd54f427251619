namespace Weir.Engines.Formats.Scans;

/// <summary>A file to be scanned.</summary>
/// <param name="Path">Where it is on disk.</param>
/// <param name="Name">What people call it: errors say this.</param>
/// <param name="Index">What <see cref="FileTableSource.FileColumn"/> says of its rows.</param>
public sealed record DataFile(string Path, string Name, long Bytes, ulong Index, Compression Compression)
{
    /// <summary>Counts what is read of the file, as stored; null when nobody asks.</summary>
    public ReadCount? Read { get; init; }
}

/// <summary>Bytes read so far. Safe from any thread.</summary>
public sealed class ReadCount
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}

/// <summary>How a whole file is compressed.</summary>
public enum Compression
{
    None = 0,
    Gzip = 1,
    Zstd = 2,
    Bzip2 = 3,
    Snappy = 4,
    Lz4 = 5,
    Deflate = 6,
}
