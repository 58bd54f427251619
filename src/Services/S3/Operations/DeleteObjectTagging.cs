using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Removes an object's tags.</summary>
internal sealed class DeleteObjectTagging(Buckets buckets, Objects objects, ObjectWriter writer)
    : ObjectOperation<DeleteObjectTaggingRequest, DeleteObjectTaggingResponse>(buckets)
{
    public override async ValueTask<DeleteObjectTaggingResponse> HandleAsync(
        CallContext call, DeleteObjectTaggingRequest request, CancellationToken cancellationToken)
    {
        objects.Require(call, request.Bucket, request.Key, request.VersionId, request.ExpectedBucketOwner);
        await writer.ChangeTagsAsync(call, request.Bucket, request.Key, tags: null, EventNames.DeleteTags, cancellationToken);
        return new();
    }

    protected override string BucketOf(DeleteObjectTaggingRequest request) => request.Bucket;

    protected override string KeyOf(DeleteObjectTaggingRequest request) => request.Key;
}
