using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.S3.Domain;

namespace Weir.Services.S3.State;

/// <summary>Finds objects.</summary>
internal sealed class Objects(IStateStore state, Buckets buckets)
{
    public ObjectState? Find(string bucket, string key) =>
        state.Read(reader => S3Tables.Objects.Find(reader, S3Tables.Object(bucket, key)));

    /// <summary>The object; whoever may not list the bucket is not told whether it exists.</summary>
    /// <param name="version">Buckets are not versioned: only <c>null</c> names a version.</param>
    public ObjectState Require(CallContext call, string bucket, string key, string? version, string? expectedOwner)
    {
        var owner = buckets.Require(call, bucket, expectedOwner);
        RequireVersion(key, version);
        return Find(bucket, key) ?? throw Missing(call, owner, key);
    }

    public static Kernel.Core.ServiceException Missing(CallContext call, BucketState bucket, string key) =>
        Buckets.IsAllowed(call, bucket, "s3:ListBucket", key: null) ? S3Errors.NoSuchKey(key) : S3Errors.AccessDenied();

    public IReadOnlyList<PartSummary> Parts(string bucket, string key) =>
        state.Read(reader => S3Tables.ObjectParts.Find(reader, S3Tables.Object(bucket, key)))?.Parts ?? [];

    public ListPage<ObjectState> List(ListQuery query) => state.Read(reader => Listing.Run(reader, S3Tables.Objects, query));

    public static void RequireVersion(string key, string? version)
    {
        const int VersionLength = 32;
        if (version is not (null or "null"))
        {
            throw version.Length == VersionLength
                ? S3Errors.NoSuchVersion(key, version)
                : S3Errors.InvalidArgument("Invalid version id specified", "versionId", version);
        }
    }
}
