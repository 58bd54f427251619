namespace Weir.Engines.Delta;

/// <summary>Where tables and their logs lie. Paths are whole addresses, for example <c>s3://bucket/table/_delta_log/x.json</c>.</summary>
public interface IDeltaFiles
{
    /// <summary>The names of the files in a folder, in the order of their bytes, from the one after <paramref name="after"/> on.</summary>
    IAsyncEnumerable<string> ListAsync(string folder, string? after, CancellationToken cancellationToken);

    /// <summary>The whole file, at most <see cref="DeltaLimits.FileBytesMax"/>; null when there is none.</summary>
    ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Some bytes of a file; fewer where it ends, null when there is no such file.</summary>
    ValueTask<byte[]?> ReadAsync(string path, long offset, int length, CancellationToken cancellationToken);

    /// <summary>The rows of a Parquet file, each as a JSON object of those of the columns named that the file has; null when there is no such file.</summary>
    ValueTask<IEnumerable<ReadOnlyMemory<byte>>?> ReadRowsAsync(string path, IReadOnlyList<string> columns, CancellationToken cancellationToken);
}

/// <summary>Every bound of the engine, with its unit.</summary>
public static class DeltaLimits
{
    /// <summary>Bytes of one file of the log.</summary>
    public const long FileBytesMax = 512L << 20;

    /// <summary>Types in types.</summary>
    public const int NestingMax = 64;

    /// <summary>Bytes of one deletion vector.</summary>
    public const int DeletionVectorBytesMax = 256 << 20;

    /// <summary>Rows one deletion vector may delete.</summary>
    public const long DeletedRowsMax = 200_000_000;

    /// <summary>Files a table may consist of.</summary>
    public const int FilesMax = 1_000_000;

    /// <summary>Commits that may follow a checkpoint.</summary>
    public const int CommitsMax = 100_000;
}
