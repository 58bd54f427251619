namespace Weir.Engines.Iceberg;

/// <summary>Where a table's metadata files lie. Paths are as the metadata writes them, for example <c>s3://bucket/key</c>.</summary>
public interface ITableFiles
{
    /// <summary>The whole file; metadata and manifests are bounded by <see cref="IcebergLimits.FileBytesMax"/>.</summary>
    ValueTask<byte[]> ReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Stores a new file durably.</summary>
    ValueTask WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Removes a file that nothing refers to; one that is not there is no error.</summary>
    ValueTask DeleteAsync(string path, CancellationToken cancellationToken);
}

/// <summary>Every bound of the engine, with its unit.</summary>
public static class IcebergLimits
{
    /// <summary>Bytes of one metadata, manifest or manifest list file.</summary>
    public const long FileBytesMax = 512L << 20;

    /// <summary>Types in types.</summary>
    public const int NestingMax = 64;

    /// <summary>Letters or bytes of a text's or binary's bound in a manifest.</summary>
    public const int BoundLengthMax = 16;

    /// <summary>Manifests of one kind in a snapshot before small ones are joined.</summary>
    public const int ManifestsMax = 100;

    /// <summary>Bytes of a manifest that is no longer joined with others.</summary>
    public const long ManifestBytesMax = 8L << 20;

    /// <summary>How often a commit that lost the race starts again. Whoever loses has seen another win.</summary>
    public const int CommitAttemptsMax = 200;

    /// <summary>Earlier metadata files that the metadata remembers.</summary>
    public const int MetadataLogMax = 100;
}
