using System.Runtime.CompilerServices;
using Weir.Contracts;
using Weir.Engines.Blobs;
using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.State;

namespace Weir.Services.S3;

/// <summary>S3 for the other services: the same rules, permissions and durability as over the wire.</summary>
internal sealed class ObjectStore(Buckets buckets, Objects objects, ObjectWriter writer, BlobStore blobs) : IObjectStore
{
    public async ValueTask<ObjectInfo> PutAsync(
        CallContext call, string bucket, string key, Stream content, ObjectAttributes attributes, CancellationToken cancellationToken)
    {
        var owner = buckets.Authorize(call, "s3:PutObject", bucket, key);
        return Present(bucket, key, await writer.PutAsync(call, Order(owner, key, attributes), content, cancellationToken));
    }

    public async ValueTask<ObjectInfo> PutFileAsync(
        CallContext call, string bucket, string key, string path, ObjectAttributes attributes, CancellationToken cancellationToken)
    {
        var owner = buckets.Authorize(call, "s3:PutObject", bucket, key);
        return Present(bucket, key, await writer.PutFileAsync(call, Order(owner, key, attributes), path, cancellationToken));
    }

    public ValueTask<ObjectInfo?> HeadAsync(CallContext call, string bucket, string key, CancellationToken cancellationToken)
    {
        var owner = buckets.Authorize(call, "s3:GetObject", bucket, key);
        var found = objects.Find(bucket, key);
        if (found is null && !Buckets.IsAllowed(call, owner, "s3:ListBucket", key: null))
        {
            throw S3Errors.AccessDenied();
        }

        return ValueTask.FromResult(found is null ? null : Present(bucket, key, found));
    }

    public ValueTask<Stream> OpenAsync(CallContext call, string bucket, string key, long offset, CancellationToken cancellationToken)
    {
        var owner = buckets.Authorize(call, "s3:GetObject", bucket, key);
        while (true)
        {
            var found = objects.Find(bucket, key) ?? throw Objects.Missing(call, owner, key);
            var from = Math.Clamp(offset, 0, found.Size);
            if (blobs.Open(found.BlobId, from, found.Size - from) is { } content)
            {
                return ValueTask.FromResult(content);
            }

            RequireChanged(bucket, key, found);
        }
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        CallContext call, string bucket, string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        buckets.Authorize(call, "s3:ListBucket", bucket, key: null);
        while (true)
        {
            var page = objects.List(new(bucket, prefix, Delimiter: null, after, S3Limits.ListMax));
            foreach (var (key, found) in page.Items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return Present(bucket, key, found);
            }

            if (!page.IsTruncated)
            {
                yield break;
            }

            after = page.Last;
            await Task.Yield();
        }
    }

    public async ValueTask<IObjectLease> LeaseAsync(
        CallContext call, string bucket, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var lease = new Lease();
        try
        {
            foreach (var key in keys)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var owner = buckets.Authorize(call, "s3:GetObject", bucket, key);
                await AddToAsync(lease, call, owner, key);
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public async ValueTask DeleteAsync(CallContext call, string bucket, string key, CancellationToken cancellationToken)
    {
        buckets.Authorize(call, "s3:DeleteObject", bucket, key);
        await writer.DeleteAsync(call, bucket, key, default, cancellationToken);
    }

    public ValueTask RequireBucketAsync(CallContext call, string bucket, string? expectedOwner, CancellationToken cancellationToken)
    {
        buckets.Require(call, bucket, expectedOwner);
        return ValueTask.CompletedTask;
    }

    private async ValueTask AddToAsync(Lease lease, CallContext call, BucketState bucket, string key)
    {
        while (true)
        {
            var found = objects.Find(bucket.Name, key) ?? throw Objects.Missing(call, bucket, key);
            if (await blobs.TryLeaseAsync(found.BlobId) is { } held)
            {
                lease.Add(held, Present(bucket.Name, key, found));
                return;
            }

            RequireChanged(bucket.Name, key, found);
        }
    }

    /// <summary>A file that is gone means that the object changed since; the same row again means that the file is lost.</summary>
    private void RequireChanged(string bucket, string key, ObjectState seen) => Kernel.Core.Invariant.That(
        objects.Find(bucket, key)?.BlobId != seen.BlobId, $"blob {seen.BlobId} has its file");

    private static PutOrder Order(BucketState bucket, string key, ObjectAttributes attributes) => new()
    {
        Bucket = bucket.Name,
        Key = key,
        IsEncrypted = attributes.IsEncrypted || bucket.IsEncrypted,
        Headers = new() { ContentType = attributes.ContentType, ContentEncoding = attributes.ContentEncoding },
        Metadata = UserMetadata.Accept(attributes.Metadata),
    };

    private static ObjectInfo Present(string bucket, string key, ObjectState found) => new()
    {
        Bucket = bucket,
        Key = key,
        Size = found.Size,
        ETag = found.ETag,
        LastModified = found.LastModified,
        ContentType = found.Headers.ContentType,
    };

    private sealed class Lease : IObjectLease
    {
        private readonly List<BlobLease> _held = [];
        private readonly List<ObjectInfo> _objects = [];

        public IReadOnlyList<string> Paths => [.. _held.Select(held => held.Path)];

        public IReadOnlyList<ObjectInfo> Objects => _objects;

        public void Add(BlobLease held, ObjectInfo info)
        {
            _held.Add(held);
            _objects.Add(info);
        }

        public void Dispose() => _held.ForEach(held => held.Dispose());
    }
}
