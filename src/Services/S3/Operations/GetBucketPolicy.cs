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

    /// <summary>The owner's root can always undo a policy, even one that denies it.</summary>
    public override string? ResourcePolicy(CallContext call, GetBucketPolicyRequest request) =>
        call.Caller.IsRoot && ResourceAccount(call, request) == call.Account ? null : base.ResourcePolicy(call, request);

    protected override string BucketOf(GetBucketPolicyRequest request) => request.Bucket;
}
