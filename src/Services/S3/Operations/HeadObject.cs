using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells about an object without its content.</summary>
internal sealed class HeadObject(Buckets buckets, Objects objects) : ObjectOperation<HeadObjectRequest, HeadObjectResponse>(buckets)
{
    public override string? Action(HeadObjectRequest request) => "s3:GetObject";

    public override ValueTask<HeadObjectResponse> HandleAsync(
        CallContext call, HeadObjectRequest request, CancellationToken cancellationToken)
    {
        Unbuilt.RefuseKeys(kms: null, request.SSECustomerAlgorithm);
        var conditions = new Preconditions(request.IfMatch, request.IfNoneMatch, request.IfModifiedSince, request.IfUnmodifiedSince);
        var found = objects.Require(call, request.Bucket, request.Key, request.VersionId, request.ExpectedBucketOwner);
        conditions.CheckRead(found);
        var read = ObjectRead.Choose(
            found, () => objects.Parts(request.Bucket, request.Key), request.Range, request.PartNumber, request.ChecksumMode);
        return ValueTask.FromResult(Present(request, found, read));
    }

    protected override string BucketOf(HeadObjectRequest request) => request.Bucket;

    protected override string KeyOf(HeadObjectRequest request) => request.Key;

    private static HeadObjectResponse Present(HeadObjectRequest request, ObjectState found, ObjectRead read) => new()
    {
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
