using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Replaces the bucket policy; every later request is evaluated against it.</summary>
internal sealed class PutBucketPolicy(Buckets buckets) : BucketOperation<PutBucketPolicyRequest, PutBucketPolicyResponse>(buckets)
{
    public override async ValueTask<PutBucketPolicyResponse> HandleAsync(
        CallContext call, PutBucketPolicyRequest request, CancellationToken cancellationToken)
    {
        BucketPolicies.Validate(request.Bucket, request.Policy);
        await Buckets.ChangeAsync(
            call, request.Bucket, request.ExpectedBucketOwner, bucket => bucket with { Policy = request.Policy }, cancellationToken);
        return new();
    }

    protected override string BucketOf(PutBucketPolicyRequest request) => request.Bucket;
}
