using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Stores an object whole.</summary>
internal sealed class PutObject(Buckets buckets, ObjectWriter writer) : ObjectOperation<PutObjectRequest, PutObjectResponse>(buckets)
{
    public override async ValueTask<PutObjectResponse> HandleAsync(
        CallContext call, PutObjectRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        Unbuilt.Refuse(request);
        ObjectSizes.RequireUpload(request.ContentLength);
        if (request.Tagging is not null)
        {
            Buckets.Authorize(call, "s3:PutObjectTagging", request.Bucket, request.Key);
        }

        var order = new PutOrder
        {
            Bucket = request.Bucket,
            Key = request.Key,
            Headers = HeaderSets.Of(request),
            Metadata = UserMetadata.Accept(request.Metadata),
            Tags = TagSets.ParseHeader(request.Tagging),
            IsEncrypted = Encryption.IsWanted(request.ServerSideEncryption, bucket),
            ContentMd5 = request.ContentMD5,
            AnnouncedChecksum = request.ChecksumAlgorithm,
            Claims = new(request.ChecksumCRC32, request.ChecksumCRC32C, request.ChecksumCRC64NVME, request.ChecksumSHA1, request.ChecksumSHA256),
            Conditions = Preconditions.OfWrite(request.IfMatch, request.IfNoneMatch),
        };
        var created = await writer.PutAsync(call, order, request.Body ?? Stream.Null, cancellationToken);
        return new()
        {
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

    protected override string BucketOf(PutObjectRequest request) => request.Bucket;

    protected override string KeyOf(PutObjectRequest request) => request.Key;
}
