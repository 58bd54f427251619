using Weir.Kernel.Identity;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Removes the bucket policy.</summary>
internal sealed class DeleteBucketPolicy(Buckets buckets) : BucketOperation<DeleteBucketPolicyRequest, DeleteBucketPolicyResponse>(buckets)
{
    public override async ValueTask<DeleteBucketPolicyResponse> HandleAsync(
        CallContext call, DeleteBucketPolicyRequest request, CancellationToken cancellationToken)
    {
        await Buckets.ChangeAsync(
            call, request.Bucket, request.ExpectedBucketOwner, bucket => bucket with { Policy = null }, cancellationToken);
        return new();
    }

    /// <summary>The owner's root can always undo a policy, even one that denies it.</summary>
    public override string? ResourcePolicy(CallContext call, DeleteBucketPolicyRequest request) =>
        call.Caller.IsRoot && ResourceAccount(call, request) == call.Account ? null : base.ResourcePolicy(call, request);

    protected override string BucketOf(DeleteBucketPolicyRequest request) => request.Bucket;
}
