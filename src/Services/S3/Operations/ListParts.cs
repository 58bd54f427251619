using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Lists the parts of an upload by number.</summary>
internal sealed class ListParts(Buckets buckets, MultipartUploads uploads) : ObjectOperation<ListPartsRequest, ListPartsResponse>(buckets)
{
    public override string? Action(ListPartsRequest request) => "s3:ListMultipartUploadParts";

    public override ValueTask<ListPartsResponse> HandleAsync(
        CallContext call, ListPartsRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        var upload = uploads.Require(request.Bucket, request.Key, request.UploadId);
        var max = Math.Min(Paging.Max("max-parts", request.MaxParts), S3Limits.ListMax);
        var marker = request.PartNumberMarker ?? 0;
        var parts = uploads.Parts(upload.UploadId, marker, max + 1);
        var page = parts.Take(max).ToList();
        return ValueTask.FromResult(new ListPartsResponse
        {
            Bucket = request.Bucket,
            Key = request.Key,
            UploadId = upload.UploadId,
            PartNumberMarker = marker,
            NextPartNumberMarker = page.Count > 0 ? page[^1].Number : 0,
            MaxParts = max,
            IsTruncated = max > 0 && parts.Count > max,
            Parts = page.Select(entry => Present(upload, entry.Number, entry.Part)).ToList(),
            Initiator = new() { ID = upload.Initiator, DisplayName = upload.Initiator },
            Owner = Owners.Of(bucket.Account),
            StorageClass = upload.Headers.StorageClass ?? StorageClasses.Standard,
            ChecksumAlgorithm = upload.ChecksumAlgorithm,
            ChecksumType = upload.ChecksumType,
        });
    }

    private static Part Present(UploadState upload, int number, PartState part)
    {
        var checksum = part.Checksum is null ? null : new ChecksumState(upload.ChecksumAlgorithm!, part.Checksum, Checksums.FullObject);
        return new()
        {
            PartNumber = number,
            LastModified = part.LastModified,
            ETag = EntityTag.Quote(part.ETag),
            Size = part.Size,
            ChecksumCRC32 = checksum.In("CRC32"),
            ChecksumCRC32C = checksum.In("CRC32C"),
            ChecksumCRC64NVME = checksum.In("CRC64NVME"),
            ChecksumSHA1 = checksum.In("SHA1"),
            ChecksumSHA256 = checksum.In("SHA256"),
        };
    }

    protected override string BucketOf(ListPartsRequest request) => request.Bucket;

    protected override string KeyOf(ListPartsRequest request) => request.Key;
}
