using Weir.Engines.Blobs;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Storage;
using Weir.Kernel.Storage.Checksums;
using Weir.Services.S3.Domain;

namespace Weir.Services.S3.State;

/// <summary>What is to be stored, and under which conditions.</summary>
internal sealed record PutOrder
{
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    public ObjectHeaders Headers { get; init; } = ObjectHeaders.None;

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public IReadOnlyList<TagState>? Tags { get; init; }

    public ChecksumClaims Claims { get; init; }

    /// <summary>The algorithm of a checksum that follows in a trailer.</summary>
    public string? AnnouncedChecksum { get; init; }

    public string? ContentMd5 { get; init; }

    public bool IsEncrypted { get; init; }

    public Preconditions Conditions { get; init; }

    public string EventName { get; init; } = EventNames.Put;
}

/// <summary>Changes objects: content first, durable; then the row, its blob's reference and its events in one transaction.</summary>
internal sealed class ObjectWriter(
    IStateStore state, BlobStore blobs, BlobCollector collector, EventQueue events, TimeProvider clock, HopMetrics metrics)
{
    private const string Hop = "s3";

    public async Task<ObjectState> PutAsync(CallContext call, PutOrder order, Stream content, CancellationToken cancellationToken)
    {
        CheckEarly(order);
        var algorithm = Checksums.Choose(order.Claims, order.AnnouncedChecksum);
        await using var staged = await StageAsync(order.Bucket, content, algorithm, order.IsEncrypted, cancellationToken);
        return await KeepAsync(call, order, staged, algorithm);
    }

    /// <summary>Stores a finished local file by moving it.</summary>
    public async Task<ObjectState> PutFileAsync(CallContext call, PutOrder order, string path, CancellationToken cancellationToken)
    {
        CheckEarly(order);
        await using var staged = await OnDiskAsync(
            order.Bucket, () => blobs.AdoptAsync(path, [ChecksumAlgorithm.Md5], order.IsEncrypted, cancellationToken));
        return await KeepAsync(call, order, staged, ChecksumAlgorithm.Crc64Nvme);
    }

    /// <summary>Content on its way in, with its MD5 and one more checksum, at most as long as one upload may be.</summary>
    public async Task<StagedBlob> StageAsync(
        string bucket, Stream content, ChecksumAlgorithm algorithm, bool isEncrypted, CancellationToken cancellationToken) =>
        await OnDiskAsync(bucket, () => blobs.StageAsync(
            content, [ChecksumAlgorithm.Md5, algorithm], S3Limits.UploadBytesMax, isEncrypted, cancellationToken))
        ?? throw S3Errors.EntityTooLarge(S3Limits.UploadBytesMax + 1, S3Limits.UploadBytesMax);

    public Task<Blob> SealAsync(string bucket, StagedBlob staged) => OnDiskAsync(bucket, staged.SealAsync);

    /// <summary>
    /// Makes an object visible. <paramref name="keep"/> runs in the transaction and takes care of the content's blob; it may still refuse.
    /// </summary>
    /// <remarks>Not cancelled half-way: after a cancelled commit nobody would know whether the content is needed.</remarks>
    public async Task CommitAsync(
        CallContext call, PutOrder order, ObjectState created, PartsState? parts, Action<IStateWriter> keep)
    {
        await state.WriteAsync(
            writer =>
            {
                var bucket = Buckets.Require(writer, order.Bucket);
                var at = S3Tables.Object(order.Bucket, order.Key);
                var replaced = S3Tables.Objects.Find(writer, at);
                order.Conditions.CheckWrite(order.Key, replaced);
                keep(writer);
                S3Tables.Objects.Put(writer, at, created);
                if (parts is not null)
                {
                    S3Tables.ObjectParts.Put(writer, at, parts);
                }
                else if (replaced is { PartCount: > 0 })
                {
                    S3Tables.ObjectParts.Delete(writer, at);
                }

                if (replaced is not null)
                {
                    BlobIndex.Release(writer, replaced.BlobId);
                }

                events.Add(writer, call, bucket, new(order.EventName, order.Key, created.Size, created.ETag));
                return true;
            },
            CancellationToken.None);
        FaultPoints.Hit("s3.after-commit");
        collector.Wake();
        events.Wake();
        metrics.In(Hop, order.Bucket, 1, created.Size);
    }

    public Task DeleteAsync(CallContext call, string bucket, string key, DeleteClaim claim, CancellationToken cancellationToken) =>
        DeleteAsync(call, bucket, [(key, claim.Check)], refusal => throw refusal.Why, cancellationToken);

    /// <summary>Removes objects in one transaction; one that does not exist is as good as removed.</summary>
    /// <param name="refuse">Told which were not removed because a check failed.</param>
    public async Task DeleteAsync(
        CallContext call, string bucketName, IReadOnlyList<(string Key, Action<ObjectState?> Check)> keys,
        Action<(int Index, ServiceException Why)> refuse, CancellationToken cancellationToken)
    {
        await state.WriteAsync(
            writer =>
            {
                var bucket = Buckets.Require(writer, bucketName);
                for (var index = 0; index < keys.Count; index++)
                {
                    var (key, check) = keys[index];
                    var current = S3Tables.Objects.Find(writer, S3Tables.Object(bucketName, key));
                    if (Refusal(check, current) is { } why)
                    {
                        refuse((index, why));
                    }
                    else if (current is not null)
                    {
                        Remove(writer, call, bucket, key, current);
                    }
                }

                return true;
            },
            cancellationToken);
        FaultPoints.Hit("s3.after-commit");
        collector.Wake();
        events.Wake();
    }

    public async Task ChangeTagsAsync(
        CallContext call, string bucketName, string key, IReadOnlyList<TagState>? tags, string eventName, CancellationToken cancellationToken)
    {
        await state.WriteAsync(
            writer =>
            {
                var bucket = Buckets.Require(writer, bucketName);
                var at = S3Tables.Object(bucketName, key);
                var current = S3Tables.Objects.Find(writer, at) ?? throw S3Errors.NoSuchKey(key);
                S3Tables.Objects.Put(writer, at, current with { Tags = tags is { Count: > 0 } ? tags : null });
                events.Add(writer, call, bucket, new(eventName, key, Size: null, current.ETag));
                return true;
            },
            cancellationToken);
        events.Wake();
    }

    /// <summary>Runs disk work; a full disk is the caller's to know, in S3's words.</summary>
    public async Task<T> OnDiskAsync<T>(string bucket, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (IOException failure) when (DurableFiles.IsDiskFull(failure))
        {
            metrics.Failed(Hop, bucket, "disk-full");
            throw S3Errors.InsufficientStorage();
        }
    }

    private async Task<ObjectState> KeepAsync(CallContext call, PutOrder order, StagedBlob staged, ChecksumAlgorithm algorithm)
    {
        var md5 = staged.Digests[ChecksumAlgorithm.Md5];
        Checksums.CheckMd5(order.ContentMd5, md5);
        Checksums.Check(order.Claims, stated => staged.Digests[stated]);
        var created = new ObjectState
        {
            BlobId = staged.Blob.Id,
            Size = staged.Size,
            ETag = EntityTag.Of(md5),
            LastModified = clock.GetUtcNow(),
            Headers = order.Headers,
            Metadata = order.Metadata,
            Tags = order.Tags,
            Checksum = new(Checksums.NameOf(algorithm), Convert.ToBase64String(staged.Digests[algorithm]), Checksums.FullObject),
        };
        var blob = await SealAsync(order.Bucket, staged);
        await CommitOrDiscardAsync(blob, () => CommitAsync(call, order, created, parts: null, writer => BlobIndex.Add(writer, blob)));
        return created;
    }

    /// <summary>A refusal says that nothing was committed, so the content goes at once; after any other failure it is left for the next start.</summary>
    public async Task CommitOrDiscardAsync(Blob blob, Func<Task> commit)
    {
        try
        {
            await commit();
        }
        catch (ServiceException)
        {
            blobs.Discard(blob.Id);
            throw;
        }
    }

    /// <summary>Refuses before the content is read what the transaction would refuse after it.</summary>
    private void CheckEarly(PutOrder order)
    {
        S3Names.RequireKey(order.Key);
        state.Read(reader =>
        {
            Buckets.Require(reader, order.Bucket);
            order.Conditions.CheckWrite(order.Key, S3Tables.Objects.Find(reader, S3Tables.Object(order.Bucket, order.Key)));
            return true;
        });
    }

    private static ServiceException? Refusal(Action<ObjectState?> check, ObjectState? current)
    {
        try
        {
            check(current);
            return null;
        }
        catch (ServiceException refusal)
        {
            return refusal;
        }
    }

    private void Remove(IStateWriter writer, CallContext call, BucketState bucket, string key, ObjectState current)
    {
        var at = S3Tables.Object(bucket.Name, key);
        S3Tables.Objects.Delete(writer, at);
        if (current.PartCount > 0)
        {
            S3Tables.ObjectParts.Delete(writer, at);
        }

        BlobIndex.Release(writer, current.BlobId);
        events.Add(writer, call, bucket, new(EventNames.Delete, key, Size: null, ETag: null));
    }
}
