using Weir.Kernel.Identity;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Says whether the bucket exists and may be used.</summary>
internal sealed class HeadBucket(Buckets buckets) : BucketOperation<HeadBucketRequest, HeadBucketResponse>(buckets)
{
    public override string? Action(HeadBucketRequest request) => "s3:ListBucket";

    public override ValueTask<HeadBucketResponse> HandleAsync(
        CallContext call, HeadBucketRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        return ValueTask.FromResult(new HeadBucketResponse { BucketRegion = bucket.Region, AccessPointAlias = false });
    }

    protected override string BucketOf(HeadBucketRequest request) => request.Bucket;
}
