using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Says how objects are encrypted from now on when a request does not say; those stored before stay as they are.</summary>
internal sealed class PutBucketEncryption(Buckets buckets) : BucketOperation<PutBucketEncryptionRequest, PutBucketEncryptionResponse>(buckets)
{
    public override string? Action(PutBucketEncryptionRequest request) => "s3:PutEncryptionConfiguration";

    public override async ValueTask<PutBucketEncryptionResponse> HandleAsync(
        CallContext call, PutBucketEncryptionRequest request, CancellationToken cancellationToken)
    {
        if (request.ServerSideEncryptionConfiguration.Rules is not [{ ApplyServerSideEncryptionByDefault: { } wanted } rule])
        {
            throw S3Errors.MalformedXml();
        }

        Unbuilt.RefuseKeys(wanted.KMSMasterKeyID, customer: null);
        Encryption.Require(wanted.SSEAlgorithm);
        await Buckets.ChangeAsync(
            call, request.Bucket, request.ExpectedBucketOwner,
            bucket => bucket with { IsEncrypted = true, IsBucketKeyEnabled = rule.BucketKeyEnabled }, cancellationToken);
        return new();
    }

    protected override string BucketOf(PutBucketEncryptionRequest request) => request.Bucket;
}
