using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Begins an upload in parts.</summary>
internal sealed class CreateMultipartUpload(Buckets buckets, MultipartUploads uploads)
    : ObjectOperation<CreateMultipartUploadRequest, CreateMultipartUploadResponse>(buckets)
{
    public override string? Action(CreateMultipartUploadRequest request) => "s3:PutObject";

    public override async ValueTask<CreateMultipartUploadResponse> HandleAsync(
        CallContext call, CreateMultipartUploadRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        S3Names.RequireKey(request.Key);
        Unbuilt.Refuse(request);
        var algorithm = Checksums.Parse(request.ChecksumAlgorithm);
        if (request.Tagging is not null)
        {
            Buckets.Authorize(call, "s3:PutObjectTagging", request.Bucket, request.Key);
        }

        var upload = await uploads.CreateAsync(
            call,
            new()
            {
                Bucket = request.Bucket,
                Key = request.Key,
                UploadId = "",
                Initiated = default,
                Initiator = "",
                Headers = HeaderSets.Of(request),
                Metadata = UserMetadata.Accept(request.Metadata),
                Tags = TagSets.ParseHeader(request.Tagging),
                ChecksumAlgorithm = algorithm is null ? null : Checksums.NameOf(algorithm.Value),
                ChecksumType = Checksums.TypeOf(algorithm, request.ChecksumType),
                IsEncrypted = Encryption.IsWanted(request.ServerSideEncryption, bucket),
            },
            cancellationToken);
        return new()
        {
            Bucket = request.Bucket,
            Key = request.Key,
            UploadId = upload.UploadId,
            ServerSideEncryption = Encryption.Of(upload.IsEncrypted),
            ChecksumAlgorithm = upload.ChecksumAlgorithm,
            ChecksumType = upload.ChecksumType,
        };
    }

    protected override string BucketOf(CreateMultipartUploadRequest request) => request.Bucket;

    protected override string KeyOf(CreateMultipartUploadRequest request) => request.Key;
}
