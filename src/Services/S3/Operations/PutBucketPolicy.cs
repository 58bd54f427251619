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

    /// <summary>The owner's root can always undo a policy, even one that denies it.</summary>
    public override string? ResourcePolicy(CallContext call, PutBucketPolicyRequest request) =>
        call.Caller.IsRoot && ResourceAccount(call, request) == call.Account ? null : base.ResourcePolicy(call, request);

    protected override string BucketOf(PutBucketPolicyRequest request) => request.Bucket;
}
