using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells the bucket's ACL. ACLs are disabled (bucket owner enforced), so it is always the owner's full control.</summary>
internal sealed class GetBucketAcl(Buckets buckets) : BucketOperation<GetBucketAclRequest, GetBucketAclResponse>(buckets)
{
    public override ValueTask<GetBucketAclResponse> HandleAsync(
        CallContext call, GetBucketAclRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        return ValueTask.FromResult(new GetBucketAclResponse { Owner = Owners.Of(bucket.Account), Grants = Owners.FullControl(bucket.Account) });
    }

    protected override string BucketOf(GetBucketAclRequest request) => request.Bucket;
}
