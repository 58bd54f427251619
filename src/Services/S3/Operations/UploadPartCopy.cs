using Weir.Engines.Blobs;
using Weir.Kernel.Identity;
using Weir.Kernel.Storage.Checksums;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Stores one part of an upload from a range of another object.</summary>
internal sealed class UploadPartCopy(
    Buckets buckets, CopySources sources, BlobStore blobs, MultipartUploads uploads, ObjectWriter writer)
    : ObjectOperation<UploadPartCopyRequest, UploadPartCopyResponse>(buckets)
{
    public override string? Action(UploadPartCopyRequest request) => "s3:PutObject";

    public override async ValueTask<UploadPartCopyResponse> HandleAsync(
        CallContext call, UploadPartCopyRequest request, CancellationToken cancellationToken)
    {
        Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        PartNumbers.Require(request.PartNumber);
        Unbuilt.RefuseKeys(kms: null, request.SSECustomerAlgorithm ?? request.CopySourceSSECustomerAlgorithm);
        var upload = uploads.Require(request.Bucket, request.Key, request.UploadId);
        var from = CopySource.Parse(request.CopySource);
        var conditions = new Preconditions(
            request.CopySourceIfMatch, request.CopySourceIfNoneMatch, request.CopySourceIfModifiedSince, request.CopySourceIfUnmodifiedSince);
        var algorithm = Checksums.Parse(upload.ChecksumAlgorithm);
        while (true)
        {
            var source = sources.Require(call, from, request.ExpectedSourceBucketOwner, conditions);
            var range = request.CopySourceRange is { } header ? ByteRange.ParseCopy(header, source.Size) : new(0, source.Size);
            ObjectSizes.RequireUpload(range.Length);
            await using var content = blobs.Open(source.BlobId, range.Offset, range.Length);
            if (content is null)
            {
                continue; // overwritten or deleted since it was looked up: look again
            }

            await using var staged = await writer.StageAsync(
                request.Bucket, content, algorithm ?? ChecksumAlgorithm.Crc64Nvme, upload.IsEncrypted, cancellationToken);
            return Present(upload, await uploads.PutPartAsync(upload, request.PartNumber, staged, algorithm));
        }
    }

    protected override string BucketOf(UploadPartCopyRequest request) => request.Bucket;

    protected override string KeyOf(UploadPartCopyRequest request) => request.Key;

    private static UploadPartCopyResponse Present(UploadState upload, PartState part)
    {
        var checksum = part.Checksum is null ? null : new ChecksumState(upload.ChecksumAlgorithm!, part.Checksum, Checksums.FullObject);
        return new()
        {
            ServerSideEncryption = Encryption.Of(upload.IsEncrypted),
            CopyPartResult = new()
            {
                ETag = EntityTag.Quote(part.ETag),
                LastModified = part.LastModified,
                ChecksumCRC32 = checksum.In("CRC32"),
                ChecksumCRC32C = checksum.In("CRC32C"),
                ChecksumCRC64NVME = checksum.In("CRC64NVME"),
                ChecksumSHA1 = checksum.In("SHA1"),
                ChecksumSHA256 = checksum.In("SHA256"),
            },
        };
    }
}
