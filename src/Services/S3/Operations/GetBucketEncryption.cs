using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells how objects are encrypted when a request does not say.</summary>
/// <remarks>In AWS every bucket encrypts since 2023; here one does when told to, and one that was not says so.</remarks>
internal sealed class GetBucketEncryption(Buckets buckets) : BucketOperation<GetBucketEncryptionRequest, GetBucketEncryptionResponse>(buckets)
{
    public override string? Action(GetBucketEncryptionRequest request) => "s3:GetEncryptionConfiguration";

    public override ValueTask<GetBucketEncryptionResponse> HandleAsync(
        CallContext call, GetBucketEncryptionRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        return bucket.IsEncrypted
            ? ValueTask.FromResult(new GetBucketEncryptionResponse
            {
                ServerSideEncryptionConfiguration = new()
                {
                    Rules =
                    [
                        new()
                        {
                            ApplyServerSideEncryptionByDefault = new() { SSEAlgorithm = Encryption.Aes256 },
                            BucketKeyEnabled = bucket.IsBucketKeyEnabled ?? false,
                        },
                    ],
                },
            })
            : throw S3Errors.NoEncryptionConfiguration(request.Bucket);
    }

    protected override string BucketOf(GetBucketEncryptionRequest request) => request.Bucket;
}
