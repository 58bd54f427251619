using Weir.Kernel.Identity;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Back to a bucket that encrypts only what a request asks for.</summary>
internal sealed class DeleteBucketEncryption(Buckets buckets)
    : BucketOperation<DeleteBucketEncryptionRequest, DeleteBucketEncryptionResponse>(buckets)
{
    public override string? Action(DeleteBucketEncryptionRequest request) => "s3:PutEncryptionConfiguration";

    public override async ValueTask<DeleteBucketEncryptionResponse> HandleAsync(
        CallContext call, DeleteBucketEncryptionRequest request, CancellationToken cancellationToken)
    {
        await Buckets.ChangeAsync(
            call, request.Bucket, request.ExpectedBucketOwner,
            bucket => bucket with { IsEncrypted = false, IsBucketKeyEnabled = null }, cancellationToken);
        return new();
    }

    protected override string BucketOf(DeleteBucketEncryptionRequest request) => request.Bucket;
}
