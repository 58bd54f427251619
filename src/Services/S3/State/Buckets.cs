using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.S3.Domain;

namespace Weir.Services.S3.State;

/// <summary>Finds buckets and says who may use them.</summary>
internal sealed class Buckets(IStateStore state)
{
    public BucketState? Find(string name) => state.Read(reader => S3Tables.Buckets.Find(reader, S3Tables.Bucket(name)));

    /// <summary>The bucket, when it exists and this caller's account may use it at all.</summary>
    /// <param name="expectedOwner"><c>x-amz-expected-bucket-owner</c>.</param>
    public BucketState Require(CallContext call, string name, string? expectedOwner)
    {
        var bucket = Find(name) ?? throw Missing(name);
        RequireUsable(call, bucket, expectedOwner);
        return bucket;
    }

    public static BucketState Require(IStateReader reader, string name) =>
        S3Tables.Buckets.Find(reader, S3Tables.Bucket(name)) ?? throw S3Errors.NoSuchBucket(name);

    /// <summary>Demands a permission on the bucket, or on an object of it.</summary>
    public BucketState Authorize(CallContext call, string action, string name, string? key)
    {
        var bucket = Find(name) ?? throw Missing(name);
        call.Authorizer.Authorize(call, Request(bucket, action, key));
        RequireUsable(call, bucket, expectedOwner: null);
        return bucket;
    }

    public static bool IsAllowed(CallContext call, BucketState bucket, string action, string? key) =>
        call.Authorizer.IsAllowed(call, Request(bucket, action, key));

    public async ValueTask ChangeAsync(
        CallContext call, string name, string? expectedOwner, Func<BucketState, BucketState> change, CancellationToken cancellationToken)
    {
        Require(call, name, expectedOwner);
        await state.WriteAsync(
            writer =>
            {
                S3Tables.Buckets.Put(writer, S3Tables.Bucket(name), change(Require(writer, name)));
                return true;
            },
            cancellationToken);
    }

    /// <summary>Another account's bucket without a policy is closed, whatever the caller's own policies say.</summary>
    private static void RequireUsable(CallContext call, BucketState bucket, string? expectedOwner)
    {
        if ((bucket.Account != call.Account && bucket.Policy is null) || (expectedOwner is not null && expectedOwner != bucket.Account))
        {
            throw S3Errors.AccessDenied();
        }
    }

    private static Kernel.Core.ServiceException Missing(string name) =>
        S3Names.IsBucketName(name) ? S3Errors.NoSuchBucket(name) : S3Errors.InvalidBucketName(name);

    private static AuthorizationRequest Request(BucketState bucket, string action, string? key) => new()
    {
        Action = action,
        Resource = key is null ? S3Names.BucketArn(bucket.Name) : S3Names.ObjectArn(bucket.Name, key),
        ResourcePolicy = bucket.Policy,
        ResourceAccount = bucket.Account,
    };
}
