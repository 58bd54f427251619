using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells the bucket's tags.</summary>
internal sealed class GetBucketTagging(Buckets buckets) : BucketOperation<GetBucketTaggingRequest, GetBucketTaggingResponse>(buckets)
{
    public override ValueTask<GetBucketTaggingResponse> HandleAsync(
        CallContext call, GetBucketTaggingRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        return ValueTask.FromResult(new GetBucketTaggingResponse
        {
            TagSet = TagSets.Present(bucket.Tags ?? throw S3Errors.NoSuchTagSet(request.Bucket)),
        });
    }

    protected override string BucketOf(GetBucketTaggingRequest request) => request.Bucket;
}
