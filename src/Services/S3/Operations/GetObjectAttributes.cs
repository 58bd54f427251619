using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Tells the attributes of an object that were asked for.</summary>
internal sealed class GetObjectAttributes(Buckets buckets, Objects objects)
    : ObjectOperation<GetObjectAttributesRequest, GetObjectAttributesResponse>(buckets)
{
    private static readonly HashSet<string> Known = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

    public override string? Action(GetObjectAttributesRequest request) => "s3:GetObject";

    public override ValueTask<GetObjectAttributesResponse> HandleAsync(
        CallContext call, GetObjectAttributesRequest request, CancellationToken cancellationToken)
    {
        Unbuilt.RefuseKeys(kms: null, request.SSECustomerAlgorithm);
        var wanted = request.ObjectAttributes.SelectMany(list => list.Split(',')).Select(name => name.Trim()).ToHashSet();
        if (wanted.Count == 0 || !wanted.IsSubsetOf(Known))
        {
            throw S3Errors.InvalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", string.Join(",", wanted));
        }

        Buckets.Authorize(call, "s3:GetObjectAttributes", request.Bucket, request.Key);
        var found = objects.Require(call, request.Bucket, request.Key, request.VersionId, request.ExpectedBucketOwner);
        return ValueTask.FromResult(new GetObjectAttributesResponse
        {
            LastModified = found.LastModified,
            ETag = wanted.Contains("ETag") ? found.ETag : null,
            Checksum = wanted.Contains("Checksum") ? Present(found.Checksum) : null,
            ObjectParts = wanted.Contains("ObjectParts") && found.PartCount > 0 ? Parts(request, found) : null,
            StorageClass = wanted.Contains("StorageClass") ? found.Headers.StorageClass ?? StorageClasses.Standard : null,
            ObjectSize = wanted.Contains("ObjectSize") ? found.Size : null,
        });
    }

    protected override string BucketOf(GetObjectAttributesRequest request) => request.Bucket;

    protected override string KeyOf(GetObjectAttributesRequest request) => request.Key;

    private GetObjectAttributesParts Parts(GetObjectAttributesRequest request, ObjectState found)
    {
        var max = Paging.Max("x-amz-max-parts", request.MaxParts);
        var marker = request.PartNumberMarker ?? 0;
        var all = objects.Parts(request.Bucket, request.Key);

        // As S3 does: the parts themselves are told only of uploads that had a checksum for each.
        var told = all.Any(part => part.Checksum is not null) ? all.Where(part => part.Number > marker).ToList() : [];
        var page = told.Take(max).ToList();
        return new()
        {
            TotalPartsCount = found.PartCount,
            PartNumberMarker = marker,
            NextPartNumberMarker = page.Count > 0 ? page[^1].Number : 0,
            MaxParts = max,
            IsTruncated = told.Count > max,
            Parts = [.. page.Select(part => Present(found, part))],
        };
    }

    private static Checksum Present(ChecksumState checksum) => new()
    {
        ChecksumCRC32 = checksum.In("CRC32"),
        ChecksumCRC32C = checksum.In("CRC32C"),
        ChecksumCRC64NVME = checksum.In("CRC64NVME"),
        ChecksumSHA1 = checksum.In("SHA1"),
        ChecksumSHA256 = checksum.In("SHA256"),
        ChecksumType = checksum.Type,
    };

    private static ObjectPart Present(ObjectState found, PartSummary part)
    {
        var checksum = part.Checksum is null ? null : found.Checksum with { Value = part.Checksum };
        return new()
        {
            PartNumber = part.Number,
            Size = part.Size,
            ChecksumCRC32 = checksum.In("CRC32"),
            ChecksumCRC32C = checksum.In("CRC32C"),
            ChecksumCRC64NVME = checksum.In("CRC64NVME"),
            ChecksumSHA1 = checksum.In("SHA1"),
            ChecksumSHA256 = checksum.In("SHA256"),
        };
    }
}
