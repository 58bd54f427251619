using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells the bucket's region; us-east-1 is told by saying nothing.</summary>
internal sealed class GetBucketLocation(Buckets buckets) : BucketOperation<GetBucketLocationRequest, GetBucketLocationResponse>(buckets)
{
    public override ValueTask<GetBucketLocationResponse> HandleAsync(
        CallContext call, GetBucketLocationRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        return ValueTask.FromResult(new GetBucketLocationResponse
        {
            LocationConstraint = bucket.Region == Regions.Default ? null : bucket.Region,
        });
    }

    protected override string BucketOf(GetBucketLocationRequest request) => request.Bucket;
}
