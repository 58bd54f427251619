using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Deletes up to a thousand objects; each is allowed or refused on its own.</summary>
internal sealed class DeleteObjects(Buckets buckets, ObjectWriter writer)
    : BucketOperation<DeleteObjectsRequest, DeleteObjectsResponse>(buckets)
{
    public override bool AuthorizesEachItem => true;

    public override async ValueTask<DeleteObjectsResponse> HandleAsync(
        CallContext call, DeleteObjectsRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        var wanted = request.Delete.Objects;
        if (wanted.Count is 0 or > S3Limits.DeleteManyMax)
        {
            throw S3Errors.MalformedXml();
        }

        List<Error> errors = [];
        List<ObjectIdentifier> allowed = [];
        foreach (var item in wanted)
        {
            if (!Buckets.IsAllowed(call, bucket, "s3:DeleteObject", item.Key))
            {
                errors.Add(Present(item, S3Errors.AccessDenied()));
            }
            else if (item.VersionId is not (null or "" or "null"))
            {
                errors.Add(Present(item, S3Errors.NoSuchVersion(item.Key, item.VersionId)));
            }
            else
            {
                allowed.Add(item);
            }
        }

        var refused = new Dictionary<ObjectIdentifier, ServiceException>(ReferenceEqualityComparer.Instance);
        await writer.DeleteAsync(
            call,
            request.Bucket,
            [.. allowed.Select(item => (item.Key, Claim(item)))],
            refusal => refused[allowed[refusal.Index]] = refusal.Why,
            cancellationToken);
        errors.AddRange(refused.Select(entry => Present(entry.Key, entry.Value)));
        return new()
        {
            Errors = errors,
            Deleted = request.Delete.Quiet is true
                ? null
                : allowed.Where(item => !refused.ContainsKey(item)).Select(item => new DeletedObject { Key = item.Key }).ToList(),
        };
    }

    protected override string BucketOf(DeleteObjectsRequest request) => request.Bucket;

    private static Action<ObjectState?> Claim(ObjectIdentifier item) => new DeleteClaim(item.ETag, item.LastModifiedTime, item.Size).Check;

    private static Error Present(ObjectIdentifier item, ServiceException why) =>
        new() { Key = item.Key, VersionId = item.VersionId, Code = why.Code, Message = why.Message };
}
