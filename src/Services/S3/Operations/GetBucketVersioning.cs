using Weir.Kernel.Identity;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells that the bucket was never versioned: the answer is empty.</summary>
internal sealed class GetBucketVersioning(Buckets buckets) : BucketOperation<GetBucketVersioningRequest, GetBucketVersioningResponse>(buckets)
{
    public override ValueTask<GetBucketVersioningResponse> HandleAsync(
        CallContext call, GetBucketVersioningRequest request, CancellationToken cancellationToken)
    {
        Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        return ValueTask.FromResult(new GetBucketVersioningResponse());
    }

    protected override string BucketOf(GetBucketVersioningRequest request) => request.Bucket;
}
