using Weir.Kernel.Identity;

namespace Weir.Contracts;

/// <summary>What other services may ask of S3. Every call is authorized for the caller it is made for.</summary>
/// <remarks>Errors are S3's own (<c>NoSuchBucket</c>, <c>NoSuchKey</c>, <c>AccessDenied</c>).</remarks>
public interface IObjectStore
{
    /// <summary>Stores an object whole: durable, then visible, then its notifications are queued.</summary>
    ValueTask<ObjectInfo> PutAsync(
        CallContext call, string bucket, string key, Stream content, ObjectAttributes attributes, CancellationToken cancellationToken);

    /// <summary>Stores a finished local file by moving it in (same file system), without a copy. The file must be closed.</summary>
    ValueTask<ObjectInfo> PutFileAsync(
        CallContext call, string bucket, string key, string path, ObjectAttributes attributes, CancellationToken cancellationToken);

    /// <summary>Null when there is no such object (and the caller may list the bucket).</summary>
    ValueTask<ObjectInfo?> HeadAsync(CallContext call, string bucket, string key, CancellationToken cancellationToken);

    /// <summary>The content from <paramref name="offset"/> on; the caller disposes the stream. Throws <c>NoSuchKey</c>.</summary>
    ValueTask<Stream> OpenAsync(CallContext call, string bucket, string key, long offset, CancellationToken cancellationToken);

    /// <summary>Objects below a prefix in key order (UTF-8 bytes), after <paramref name="after"/> when given.</summary>
    IAsyncEnumerable<ObjectInfo> ListAsync(
        CallContext call, string bucket, string prefix, string? after, CancellationToken cancellationToken);

    /// <summary>
    /// Files with the objects' content, to be read in place (decrypted copies of those that lie encrypted); they stay until the lease is disposed, even if the objects are
    /// deleted or overwritten meanwhile. Authorizes <c>s3:GetObject</c> on each.
    /// </summary>
    ValueTask<IObjectLease> LeaseAsync(CallContext call, string bucket, IReadOnlyList<string> keys, CancellationToken cancellationToken);

    ValueTask DeleteAsync(CallContext call, string bucket, string key, CancellationToken cancellationToken);

    /// <summary>Throws <c>NoSuchBucket</c> when there is none, <c>AccessDenied</c> when its owner is not the account expected (null: any).</summary>
    ValueTask RequireBucketAsync(CallContext call, string bucket, string? expectedOwner, CancellationToken cancellationToken);
}

public sealed record ObjectInfo
{
    public required string Bucket { get; init; }
    public required string Key { get; init; }
    /// <summary>Bytes.</summary>
    public required long Size { get; init; }
    /// <summary>Without quotes.</summary>
    public required string ETag { get; init; }
    public required DateTimeOffset LastModified { get; init; }
    public string? ContentType { get; init; }
}

public sealed record ObjectAttributes
{
    public static ObjectAttributes None { get; } = new();
    public string? ContentType { get; init; }
    public string? ContentEncoding { get; init; }
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
    /// <summary>Encrypted at rest (SSE-S3), whatever the bucket's default is.</summary>
    public bool IsEncrypted { get; init; }
}

public interface IObjectLease : IDisposable
{
    /// <summary>Local paths in the order of the keys asked for.</summary>
    IReadOnlyList<string> Paths { get; }
    IReadOnlyList<ObjectInfo> Objects { get; }
}
