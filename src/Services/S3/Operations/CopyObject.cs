using Weir.Engines.Blobs;
using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>
/// Copies an object. The copy shares the source's immutable content: no byte is written, unless one is to be encrypted and the other is not.
/// </summary>
internal sealed class CopyObject(Buckets buckets, CopySources sources, BlobStore blobs, ObjectWriter writer, TimeProvider clock)
    : ObjectOperation<CopyObjectRequest, CopyObjectResponse>(buckets)
{
    private const string Copy = "COPY";
    private const string Replace = "REPLACE";

    public override string? Action(CopyObjectRequest request) => "s3:PutObject";

    public override async ValueTask<CopyObjectResponse> HandleAsync(
        CallContext call, CopyObjectRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        S3Names.RequireKey(request.Key);
        Unbuilt.Refuse(request);
        var from = CopySource.Parse(request.CopySource);
        var isReplacing = IsReplacing("x-amz-metadata-directive", request.MetadataDirective);
        var isRetagging = IsReplacing("x-amz-tagging-directive", request.TaggingDirective);
        RequireChange(request, from, isReplacing);
        var isEncrypted = Encryption.IsWanted(request.ServerSideEncryption, bucket);
        if (isRetagging && request.Tagging is not null)
        {
            Buckets.Authorize(call, "s3:PutObjectTagging", request.Bucket, request.Key);
        }

        var conditions = new Preconditions(
            request.CopySourceIfMatch, request.CopySourceIfNoneMatch, request.CopySourceIfModifiedSince, request.CopySourceIfUnmodifiedSince);
        while (true)
        {
            var source = sources.Require(call, from, request.ExpectedSourceBucketOwner, conditions);
            if (source.Size > S3Limits.CopyBytesMax)
            {
                throw S3Errors.InvalidRequest("The specified copy source is larger than the maximum allowable size for a copy source: 5368709120");
            }

            var described = await sources.DescribeAsync(source, Checksums.Parse(request.ChecksumAlgorithm), cancellationToken);
            if (described is var (etag, checksum)
                && await TryCopyAsync(
                    call, request, source, Copied(request, source, etag, checksum, isReplacing, isRetagging), isEncrypted, cancellationToken) is { } copied)
            {
                return Present(copied);
            }

            // The source was overwritten or deleted since it was looked up: look again.
        }
    }

    protected override string BucketOf(CopyObjectRequest request) => request.Bucket;

    protected override string KeyOf(CopyObjectRequest request) => request.Key;

    private ObjectState Copied(
        CopyObjectRequest request, ObjectState source, string etag, ChecksumState checksum, bool isReplacing, bool isRetagging)
    {
        var own = HeaderSets.Of(request);
        return source with
        {
            ETag = etag,
            Checksum = checksum,
            LastModified = clock.GetUtcNow(),
            Headers = (isReplacing ? own : source.Headers) with
            {
                StorageClass = own.StorageClass,
                WebsiteRedirectLocation = own.WebsiteRedirectLocation,
            },
            Metadata = isReplacing ? UserMetadata.Accept(request.Metadata) : source.Metadata,
            Tags = isRetagging ? TagSets.ParseHeader(request.Tagging) : source.Tags,
            PartCount = 0,
            UploadId = null,
        };
    }

    /// <summary>Null when the source changed meanwhile.</summary>
    private async Task<ObjectState?> TryCopyAsync(
        CallContext call, CopyObjectRequest request, ObjectState source, ObjectState created, bool isEncrypted, CancellationToken cancellationToken)
    {
        var order = new PutOrder
        {
            Bucket = request.Bucket,
            Key = request.Key,
            Conditions = Preconditions.OfWrite(request.IfMatch, request.IfNoneMatch),
            EventName = EventNames.Copy,
        };
        if (isEncrypted != BlobStore.IsEncrypted(source.BlobId))
        {
            return await TryRewriteAsync(call, order, source, created, isEncrypted, cancellationToken);
        }

        var isKept = true;
        try
        {
            await writer.CommitAsync(call, order, created, parts: null, change =>
            {
                isKept = BlobIndex.Retain(change, source.BlobId);
                if (!isKept)
                {
                    throw S3Errors.ConditionalConflict();
                }
            });
            return created;
        }
        catch (Kernel.Core.ServiceException) when (!isKept)
        {
            return null;
        }
    }

    private async Task<ObjectState?> TryRewriteAsync(
        CallContext call, PutOrder order, ObjectState source, ObjectState created, bool isEncrypted, CancellationToken cancellationToken)
    {
        await using var staged = await writer.OnDiskAsync(
            order.Bucket, () => blobs.ConcatenateAsync([new(source.BlobId, 0, source.Size)], crc64: null, isEncrypted, cancellationToken));
        if (staged is null)
        {
            return null;
        }

        var blob = await writer.SealAsync(order.Bucket, staged);
        created = created with { BlobId = blob.Id };
        await writer.CommitOrDiscardAsync(
            blob, () => writer.CommitAsync(call, order, created, parts: null, change => BlobIndex.Add(change, blob)));
        return created;
    }

    private static CopyObjectResponse Present(ObjectState copied) => new()
    {
        ServerSideEncryption = Encryption.Of(copied),
        CopyObjectResult = new()
        {
            ETag = EntityTag.Quote(copied.ETag),
            LastModified = copied.LastModified,
            ChecksumCRC32 = copied.Checksum.In("CRC32"),
            ChecksumCRC32C = copied.Checksum.In("CRC32C"),
            ChecksumCRC64NVME = copied.Checksum.In("CRC64NVME"),
            ChecksumSHA1 = copied.Checksum.In("SHA1"),
            ChecksumSHA256 = copied.Checksum.In("SHA256"),
            ChecksumType = copied.Checksum.Type,
        },
    };

    private static bool IsReplacing(string header, string? directive) => directive switch
    {
        null or Copy => false,
        Replace => true,
        _ => throw S3Errors.InvalidArgument("Unknown metadata directive.", header, directive),
    };

    private static void RequireChange(CopyObjectRequest request, CopySource from, bool isReplacing)
    {
        if (from.Bucket == request.Bucket && from.Key == request.Key && !isReplacing
            && request.StorageClass is null && request.WebsiteRedirectLocation is null && request.ServerSideEncryption is null)
        {
            throw S3Errors.InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }
    }
}
