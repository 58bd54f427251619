using Weir.Kernel.Identity;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Lists objects and common prefixes, a page at a time.</summary>
internal sealed class ListObjectsV2(Buckets buckets, Objects objects)
    : BucketOperation<ListObjectsV2Request, ListObjectsV2Response>(buckets)
{
    public override string? Action(ListObjectsV2Request request) => "s3:ListBucket";

    public override IReadOnlyDictionary<string, string>? Conditions(CallContext call, ListObjectsV2Request request) =>
        ListConditions.Of(request.Prefix, request.Delimiter, request.MaxKeys);

    public override ValueTask<ListObjectsV2Response> HandleAsync(
        CallContext call, ListObjectsV2Request request, CancellationToken cancellationToken)
    {
        var bucket = Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        var encode = Paging.Encoder(request.EncodingType);
        var max = Paging.Max("max-keys", request.MaxKeys);
        var after = request.ContinuationToken is { } token ? ContinuationToken.Parse(token) : request.StartAfter;
        var page = objects.List(new(request.Bucket, request.Prefix ?? "", request.Delimiter, string.IsNullOrEmpty(after) ? null : after, max));
        return ValueTask.FromResult(new ListObjectsV2Response
        {
            Name = request.Bucket,
            Prefix = encode(request.Prefix ?? ""),
            Delimiter = encode(request.Delimiter),
            MaxKeys = max,
            EncodingType = request.EncodingType,
            KeyCount = page.Items.Count + page.CommonPrefixes.Count,
            IsTruncated = page.IsTruncated,
            ContinuationToken = request.ContinuationToken,
            NextContinuationToken = page.IsTruncated ? ContinuationToken.Of(page.Last!) : null,
            StartAfter = encode(request.StartAfter),
            Contents = [.. page.Items.Select(item =>
                ListedObjects.Present(encode(item.Key), item.Value, request.FetchOwner is true ? Owners.Of(bucket.Account) : null))],
            CommonPrefixes = [.. page.CommonPrefixes.Select(prefix => new CommonPrefix { Prefix = encode(prefix) })],
        });
    }

    protected override string BucketOf(ListObjectsV2Request request) => request.Bucket;
}
