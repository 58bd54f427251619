using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Lists uploads that are neither completed nor aborted: by key, then by when they began.</summary>
internal sealed class ListMultipartUploads(Buckets buckets, MultipartUploads uploads)
    : BucketOperation<ListMultipartUploadsRequest, ListMultipartUploadsResponse>(buckets)
{
    public override string? Action(ListMultipartUploadsRequest request) => "s3:ListBucketMultipartUploads";

    public override ValueTask<ListMultipartUploadsResponse> HandleAsync(
        CallContext call, ListMultipartUploadsRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        var encode = Paging.Encoder(request.EncodingType);
        var max = Paging.Max("max-uploads", request.MaxUploads);
        var page = uploads.List(new(
            request.Bucket,
            request.Prefix ?? "",
            request.Delimiter,
            UploadKeys.After(request.KeyMarker, request.UploadIdMarker, request.Delimiter),
            max));
        var (nextKey, nextUpload) = page.IsTruncated ? UploadKeys.Split(page.Last!) : (null, null);
        return ValueTask.FromResult(new ListMultipartUploadsResponse
        {
            Bucket = request.Bucket,
            KeyMarker = encode(request.KeyMarker ?? ""),
            UploadIdMarker = request.UploadIdMarker ?? "",
            NextKeyMarker = encode(nextKey),
            NextUploadIdMarker = nextUpload,
            Prefix = encode(request.Prefix),
            Delimiter = encode(request.Delimiter),
            EncodingType = request.EncodingType,
            MaxUploads = max,
            IsTruncated = page.IsTruncated,
            Uploads = [.. page.Items.Select(item => Present(encode, item.Value, bucket))],
            CommonPrefixes = [.. page.CommonPrefixes.Select(prefix => new CommonPrefix { Prefix = encode(prefix) })],
        });
    }

    protected override string BucketOf(ListMultipartUploadsRequest request) => request.Bucket;

    private static MultipartUpload Present(Func<string?, string?> encode, UploadState upload, BucketState bucket) => new()
    {
        UploadId = upload.UploadId,
        Key = encode(upload.Key),
        Initiated = upload.Initiated,
        StorageClass = upload.Headers.StorageClass ?? StorageClasses.Standard,
        Owner = Owners.Of(bucket.Account),
        Initiator = new() { ID = upload.Initiator, DisplayName = upload.Initiator },
        ChecksumAlgorithm = upload.ChecksumAlgorithm,
        ChecksumType = upload.ChecksumType,
    };
}
