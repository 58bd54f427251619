using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells an object's ACL. ACLs are disabled (bucket owner enforced), so it is always the owner's full control.</summary>
internal sealed class GetObjectAcl(Buckets buckets, Objects objects) : ObjectOperation<GetObjectAclRequest, GetObjectAclResponse>(buckets)
{
    public override ValueTask<GetObjectAclResponse> HandleAsync(
        CallContext call, GetObjectAclRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        objects.Require(call, request.Bucket, request.Key, request.VersionId, request.ExpectedBucketOwner);
        return ValueTask.FromResult(new GetObjectAclResponse { Owner = Owners.Of(bucket.Account), Grants = Owners.FullControl(bucket.Account) });
    }

    protected override string BucketOf(GetObjectAclRequest request) => request.Bucket;

    protected override string KeyOf(GetObjectAclRequest request) => request.Key;
}
