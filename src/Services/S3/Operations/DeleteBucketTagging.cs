using Weir.Kernel.Identity;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Removes the bucket's tags.</summary>
internal sealed class DeleteBucketTagging(Buckets buckets) : BucketOperation<DeleteBucketTaggingRequest, DeleteBucketTaggingResponse>(buckets)
{
    public override string? Action(DeleteBucketTaggingRequest request) => "s3:PutBucketTagging";

    public override async ValueTask<DeleteBucketTaggingResponse> HandleAsync(
        CallContext call, DeleteBucketTaggingRequest request, CancellationToken cancellationToken)
    {
        await Buckets.ChangeAsync(
            call, request.Bucket, request.ExpectedBucketOwner, bucket => bucket with { Tags = null }, cancellationToken);
        return new();
    }

    protected override string BucketOf(DeleteBucketTaggingRequest request) => request.Bucket;
}
