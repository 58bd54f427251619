using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Lists objects the old way, by marker.</summary>
internal sealed class ListObjects(Buckets buckets, Objects objects) : BucketOperation<ListObjectsRequest, ListObjectsResponse>(buckets)
{
    public override string? Action(ListObjectsRequest request) => "s3:ListBucket";

    public override IReadOnlyDictionary<string, string>? Conditions(CallContext call, ListObjectsRequest request) =>
        ListConditions.Of(request.Prefix, request.Delimiter, request.MaxKeys);

    public override ValueTask<ListObjectsResponse> HandleAsync(
        CallContext call, ListObjectsRequest request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        var encode = Paging.Encoder(request.EncodingType);
        var max = Paging.Max("max-keys", request.MaxKeys);
        var marker = string.IsNullOrEmpty(request.Marker) ? null : request.Marker;
        var page = objects.List(new(request.Bucket, request.Prefix ?? "", request.Delimiter, marker, max));
        var owner = Owners.Of(bucket.Account);
        return ValueTask.FromResult(new ListObjectsResponse
        {
            Name = request.Bucket,
            Prefix = encode(request.Prefix ?? ""),
            Marker = encode(request.Marker ?? ""),
            Delimiter = encode(request.Delimiter),
            MaxKeys = max,
            EncodingType = request.EncodingType,
            IsTruncated = page.IsTruncated,
            // Without a delimiter the last key is the next marker, and S3 leaves saying so to the client.
            NextMarker = page.IsTruncated && !string.IsNullOrEmpty(request.Delimiter) ? encode(page.Last) : null,
            Contents = [.. page.Items.Select(item => ListedObjects.Present(encode(item.Key), item.Value, owner))],
            CommonPrefixes = [.. page.CommonPrefixes.Select(prefix => new CommonPrefix { Prefix = encode(prefix) })],
        });
    }

    protected override string BucketOf(ListObjectsRequest request) => request.Bucket;
}
