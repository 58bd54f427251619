using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Creates a bucket; names are shared by all accounts.</summary>
internal sealed class CreateBucket(IStateStore state, TimeProvider clock, Buckets buckets)
    : BucketOperation<CreateBucketRequest, CreateBucketResponse>(buckets)
{
    /// <summary>A bucket of that name that exists already has no say in who may create buckets.</summary>
    public override string? ResourcePolicy(CallContext call, CreateBucketRequest request) => null;

    public override string? ResourceAccount(CallContext call, CreateBucketRequest request) => null;

    public override async ValueTask<CreateBucketResponse> HandleAsync(
        CallContext call, CreateBucketRequest request, CancellationToken cancellationToken)
    {
        if (!S3Names.IsBucketName(request.Bucket))
        {
            throw S3Errors.InvalidBucketName(request.Bucket);
        }

        Unbuilt.Refuse(request);
        var bucket = new BucketState
        {
            Name = request.Bucket,
            Account = call.Account,
            Region = Regions.Choose(call.Region, request.CreateBucketConfiguration?.LocationConstraint),
            CreatedAt = clock.GetUtcNow(),
        };
        await state.WriteAsync(
            writer =>
            {
                if (S3Tables.Buckets.Find(writer, S3Tables.Bucket(bucket.Name)) is { } existing)
                {
                    RequireRepeatable(existing, bucket);
                    return false;
                }

                if (S3Tables.Buckets.Scan(writer, default).Count(entry => entry.Value.Account == bucket.Account) >= S3Limits.BucketsPerAccountMax)
                {
                    throw S3Errors.TooManyBuckets();
                }

                S3Tables.Buckets.Put(writer, S3Tables.Bucket(bucket.Name), bucket);
                return true;
            },
            cancellationToken);
        return new() { Location = "/" + bucket.Name };
    }

    protected override string BucketOf(CreateBucketRequest request) => request.Bucket;

    /// <summary>In us-east-1, and only there, creating one's own bucket again succeeds and changes nothing.</summary>
    private static void RequireRepeatable(BucketState existing, BucketState wanted)
    {
        if (existing.Account != wanted.Account)
        {
            throw S3Errors.BucketAlreadyExists(wanted.Name);
        }

        if (existing.Region != Regions.Default || wanted.Region != Regions.Default)
        {
            throw S3Errors.BucketAlreadyOwnedByYou(wanted.Name);
        }
    }
}
