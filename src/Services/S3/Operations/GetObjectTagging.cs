using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells an object's tags.</summary>
internal sealed class GetObjectTagging(Buckets buckets, Objects objects) : ObjectOperation<GetObjectTaggingRequest, GetObjectTaggingResponse>(buckets)
{
    public override ValueTask<GetObjectTaggingResponse> HandleAsync(
        CallContext call, GetObjectTaggingRequest request, CancellationToken cancellationToken)
    {
        var found = objects.Require(call, request.Bucket, request.Key, request.VersionId, request.ExpectedBucketOwner);
        return ValueTask.FromResult(new GetObjectTaggingResponse { TagSet = TagSets.Present(found.Tags ?? []) });
    }

    protected override string BucketOf(GetObjectTaggingRequest request) => request.Bucket;

    protected override string KeyOf(GetObjectTaggingRequest request) => request.Key;
}
