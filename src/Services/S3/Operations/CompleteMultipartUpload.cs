using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Joins the parts of an upload into one object.</summary>
internal sealed class CompleteMultipartUpload(Buckets buckets, Objects objects, MultipartUploads uploads)
    : ObjectOperation<CompleteMultipartUploadRequest, CompleteMultipartUploadResponse>(buckets)
{
    public override string? Action(CompleteMultipartUploadRequest request) => "s3:PutObject";

    public override async ValueTask<CompleteMultipartUploadResponse> HandleAsync(
        CallContext call, CompleteMultipartUploadRequest request, CancellationToken cancellationToken)
    {
        Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        if (objects.Find(request.Bucket, request.Key) is { } done && done.UploadId == request.UploadId)
        {
            return Present(call, request, done); // the answer to the first completion was lost on its way
        }

        var upload = uploads.Require(request.Bucket, request.Key, request.UploadId);
        var wanted = request.MultipartUpload?.Parts ?? [];
        var parts = Completion.Choose(upload, wanted, uploads.Parts(upload.UploadId, after: 0, S3Limits.PartsMax));
        if (request.MpuObjectSize is { } stated && stated != parts.Sum(entry => entry.Part.Size))
        {
            throw S3Errors.InvalidRequest("The provided 'x-amz-mp-object-size' header value does not match what was computed.");
        }

        RequireChecksum(upload, request, Checksums.OfParts(upload.ChecksumAlgorithm, upload.ChecksumType, [.. parts.Select(entry => entry.Part)]));
        var conditions = Preconditions.OfWrite(request.IfMatch, request.IfNoneMatch);
        conditions.CheckWrite(request.Key, objects.Find(request.Bucket, request.Key));
        return Present(call, request, await uploads.CompleteAsync(call, upload, parts, conditions, cancellationToken));
    }

    protected override string BucketOf(CompleteMultipartUploadRequest request) => request.Bucket;

    protected override string KeyOf(CompleteMultipartUploadRequest request) => request.Key;

    private static void RequireChecksum(UploadState upload, CompleteMultipartUploadRequest request, ChecksumState computed)
    {
        var claims = new ChecksumClaims(
            request.ChecksumCRC32, request.ChecksumCRC32C, request.ChecksumCRC64NVME, request.ChecksumSHA1, request.ChecksumSHA256);
        if (request.ChecksumType is { } type && upload.ChecksumType is { } begun && type != begun)
        {
            throw S3Errors.InvalidRequest($"The upload was created using the {begun} checksum mode. The complete request must use the same checksum mode.");
        }

        if (claims.Single() is not var (algorithm, value))
        {
            return;
        }

        // A composite may be stated with or without the number of parts.
        var isSame = Checksums.NameOf(algorithm) == computed.Algorithm && (value == computed.Value || value == computed.Value.Split('-')[0]);
        if (!isSame)
        {
            throw S3Errors.BadChecksum(Checksums.NameOf(algorithm).ToLowerInvariant());
        }
    }

    private static CompleteMultipartUploadResponse Present(CallContext call, CompleteMultipartUploadRequest request, ObjectState created) => new()
    {
        Location = $"{call.Endpoint}/{request.Bucket}/{KeyEncoding.Encode(request.Key)}",
        Bucket = request.Bucket,
        Key = request.Key,
        ETag = EntityTag.Quote(created.ETag),
        ServerSideEncryption = Encryption.Of(created),
        ChecksumCRC32 = created.Checksum.In("CRC32"),
        ChecksumCRC32C = created.Checksum.In("CRC32C"),
        ChecksumCRC64NVME = created.Checksum.In("CRC64NVME"),
        ChecksumSHA1 = created.Checksum.In("SHA1"),
        ChecksumSHA256 = created.Checksum.In("SHA256"),
        ChecksumType = created.Checksum.Type,
    };
}
