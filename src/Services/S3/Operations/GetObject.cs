using Weir.Kernel.Identity;
using Weir.Engines.Blobs;
using Weir.Kernel.Core;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Gives an object's content, streamed from its file.</summary>
internal sealed class GetObject(Buckets buckets, Objects objects, BlobStore blobs, HopMetrics metrics)
    : ObjectOperation<GetObjectRequest, GetObjectResponse>(buckets)
{
    public override string? Action(GetObjectRequest request) => "s3:GetObject";

    public override ValueTask<GetObjectResponse> HandleAsync(
        CallContext call, GetObjectRequest request, CancellationToken cancellationToken)
    {
        Unbuilt.RefuseKeys(kms: null, request.SSECustomerAlgorithm);
        var conditions = new Preconditions(request.IfMatch, request.IfNoneMatch, request.IfModifiedSince, request.IfUnmodifiedSince);
        while (true)
        {
            var found = objects.Require(call, request.Bucket, request.Key, request.VersionId, request.ExpectedBucketOwner);
            conditions.CheckRead(found);
            var read = ObjectRead.Choose(
                found, () => objects.Parts(request.Bucket, request.Key), request.Range, request.PartNumber, request.ChecksumMode);
            if (blobs.Open(found.BlobId, read.Bytes.Offset, read.Bytes.Length) is { } content)
            {
                metrics.Out("s3", request.Bucket, 1, read.Bytes.Length);
                return ValueTask.FromResult(Present(request, found, read, content));
            }

            // Overwritten or deleted since the row was read: look again. The same row twice means that the file is lost.
            Invariant.That(objects.Find(request.Bucket, request.Key)?.BlobId != found.BlobId, $"blob {found.BlobId} has its file");
        }
    }

    protected override string BucketOf(GetObjectRequest request) => request.Bucket;

    protected override string KeyOf(GetObjectRequest request) => request.Key;

    private static GetObjectResponse Present(GetObjectRequest request, ObjectState found, ObjectRead read, Stream content) => new()
    {
        Body = content,
        AcceptRanges = "bytes",
        LastModified = found.LastModified,
        ContentLength = read.Bytes.Length,
        ContentRange = read.ContentRange,
        PartsCount = read.PartsCount,
        ETag = EntityTag.Quote(found.ETag),
        ChecksumCRC32 = read.Checksum.In("CRC32"),
        ChecksumCRC32C = read.Checksum.In("CRC32C"),
        ChecksumCRC64NVME = read.Checksum.In("CRC64NVME"),
        ChecksumSHA1 = read.Checksum.In("SHA1"),
        ChecksumSHA256 = read.Checksum.In("SHA256"),
        ChecksumType = read.Checksum?.Type,
        CacheControl = request.ResponseCacheControl ?? found.Headers.CacheControl,
        ContentDisposition = request.ResponseContentDisposition ?? found.Headers.ContentDisposition,
        ContentEncoding = request.ResponseContentEncoding ?? found.Headers.ContentEncoding,
        ContentLanguage = request.ResponseContentLanguage ?? found.Headers.ContentLanguage,
        ContentType = request.ResponseContentType ?? found.Headers.ContentType ?? HeaderSets.DefaultContentType,
        Expires = request.ResponseExpires ?? found.Headers.Expires,
        WebsiteRedirectLocation = found.Headers.WebsiteRedirectLocation,
        StorageClass = found.Headers.StorageClass,
        ServerSideEncryption = Encryption.Of(found),
        Metadata = UserMetadata.Present(found.Metadata),
        TagCount = found.Tags?.Count,
    };
}
