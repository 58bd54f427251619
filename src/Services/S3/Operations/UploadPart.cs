using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Stores one part of an upload.</summary>
internal sealed class UploadPart(Buckets buckets, MultipartUploads uploads, ObjectWriter writer)
    : ObjectOperation<UploadPartRequest, UploadPartResponse>(buckets)
{
    public override string? Action(UploadPartRequest request) => "s3:PutObject";

    public override async ValueTask<UploadPartResponse> HandleAsync(
        CallContext call, UploadPartRequest request, CancellationToken cancellationToken)
    {
        Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        PartNumbers.Require(request.PartNumber);
        Unbuilt.Refuse(request);
        var upload = uploads.Require(request.Bucket, request.Key, request.UploadId);
        ObjectSizes.RequireUpload(request.ContentLength);
        var claims = new ChecksumClaims(
            request.ChecksumCRC32, request.ChecksumCRC32C, request.ChecksumCRC64NVME, request.ChecksumSHA1, request.ChecksumSHA256);
        var stated = claims.Single()?.Algorithm ?? Checksums.Parse(request.ChecksumAlgorithm);
        var algorithm = PartNumbers.AlgorithmOf(upload, stated);
        await using var staged = await writer.StageAsync(
            request.Bucket, request.Body ?? Stream.Null, stated ?? Kernel.Storage.Checksums.ChecksumAlgorithm.Crc64Nvme, upload.IsEncrypted,
            cancellationToken);
        Checksums.CheckMd5(request.ContentMD5, staged.Digests[Kernel.Storage.Checksums.ChecksumAlgorithm.Md5]);
        Checksums.Check(claims, wanted => staged.Digests[wanted]);
        var part = await uploads.PutPartAsync(upload, request.PartNumber, staged, algorithm);
        var checksum = stated is { } told
            ? new ChecksumState(Checksums.NameOf(told), Convert.ToBase64String(staged.Digests[told]), Checksums.FullObject)
            : null;
        return new()
        {
            ServerSideEncryption = Encryption.Of(upload.IsEncrypted),
            ETag = EntityTag.Quote(part.ETag),
            ChecksumCRC32 = checksum.In("CRC32"),
            ChecksumCRC32C = checksum.In("CRC32C"),
            ChecksumCRC64NVME = checksum.In("CRC64NVME"),
            ChecksumSHA1 = checksum.In("SHA1"),
            ChecksumSHA256 = checksum.In("SHA256"),
        };
    }

    protected override string BucketOf(UploadPartRequest request) => request.Bucket;

    protected override string KeyOf(UploadPartRequest request) => request.Key;
}
