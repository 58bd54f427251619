using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Replaces the bucket's tags.</summary>
internal sealed class PutBucketTagging(Buckets buckets) : BucketOperation<PutBucketTaggingRequest, PutBucketTaggingResponse>(buckets)
{
    public override async ValueTask<PutBucketTaggingResponse> HandleAsync(
        CallContext call, PutBucketTaggingRequest request, CancellationToken cancellationToken)
    {
        var tags = TagSets.Validate(TagSets.Accept(request.Tagging.TagSet), S3Limits.BucketTagsMax);
        await Buckets.ChangeAsync(
            call, request.Bucket, request.ExpectedBucketOwner, bucket => bucket with { Tags = tags }, cancellationToken);
        return new();
    }

    protected override string BucketOf(PutBucketTaggingRequest request) => request.Bucket;
}
