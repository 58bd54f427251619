using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Deletes an object; one that does not exist is as good as deleted.</summary>
internal sealed class DeleteObject(Buckets buckets, ObjectWriter writer) : ObjectOperation<DeleteObjectRequest, DeleteObjectResponse>(buckets)
{
    public override async ValueTask<DeleteObjectResponse> HandleAsync(
        CallContext call, DeleteObjectRequest request, CancellationToken cancellationToken)
    {
        Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        Objects.RequireVersion(request.Key, request.VersionId);
        var claim = new DeleteClaim(request.IfMatch, request.IfMatchLastModifiedTime, request.IfMatchSize);
        await writer.DeleteAsync(call, request.Bucket, request.Key, claim, cancellationToken);
        return new();
    }

    protected override string BucketOf(DeleteObjectRequest request) => request.Bucket;

    protected override string KeyOf(DeleteObjectRequest request) => request.Key;
}
