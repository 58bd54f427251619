using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Replaces an object's tags.</summary>
internal sealed class PutObjectTagging(Buckets buckets, Objects objects, ObjectWriter writer)
    : ObjectOperation<PutObjectTaggingRequest, PutObjectTaggingResponse>(buckets)
{
    public override async ValueTask<PutObjectTaggingResponse> HandleAsync(
        CallContext call, PutObjectTaggingRequest request, CancellationToken cancellationToken)
    {
        var tags = TagSets.Validate(TagSets.Accept(request.Tagging.TagSet), S3Limits.ObjectTagsMax);
        objects.Require(call, request.Bucket, request.Key, request.VersionId, request.ExpectedBucketOwner);
        await writer.ChangeTagsAsync(call, request.Bucket, request.Key, tags, EventNames.PutTags, cancellationToken);
        return new();
    }

    protected override string BucketOf(PutObjectTaggingRequest request) => request.Bucket;

    protected override string KeyOf(PutObjectTaggingRequest request) => request.Key;
}
