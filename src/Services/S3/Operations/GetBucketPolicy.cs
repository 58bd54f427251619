using Weir.Kernel.Identity;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells the bucket policy as it was put.</summary>
internal sealed class GetBucketPolicy(Buckets buckets) : BucketOperation<GetBucketPolicyRequest, GetBucketPolicyResponse>(buckets)
{
    public override ValueTask<GetBucketPolicyResponse> HandleAsync(
        CallContext call, GetBucketPolicyRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        return ValueTask.FromResult(new GetBucketPolicyResponse
        {
            Policy = bucket.Policy ?? throw S3Errors.NoSuchBucketPolicy(request.Bucket),
        });
    }

    protected override string BucketOf(GetBucketPolicyRequest request) => request.Bucket;
}
