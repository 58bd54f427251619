using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Lists the caller's account's buckets by name.</summary>
internal sealed class ListBuckets(IStateStore state) : IOperation<ListBucketsRequest, ListBucketsResponse>
{
    public string Resource(CallContext call, ListBucketsRequest request) => "*";

    public string? Action(ListBucketsRequest request) => "s3:ListAllMyBuckets";

    public ValueTask<ListBucketsResponse> HandleAsync(
        CallContext call, ListBucketsRequest request, CancellationToken cancellationToken)
    {
        if (request.MaxBuckets is < 1 or > S3Limits.BucketsPerAccountMax)
        {
            throw S3Errors.InvalidArgument(
                "Argument max-buckets must be an integer between 1 and 10000", "max-buckets", $"{request.MaxBuckets}");
        }

        var after = request.ContinuationToken is { } token ? ContinuationToken.Parse(token) : null;
        var max = request.MaxBuckets ?? S3Limits.BucketsPerAccountMax;
        var found = state.Read(reader => S3Tables.Buckets.Scan(reader, default)
            .Select(entry => entry.Value)
            .Where(bucket => bucket.Account == call.Account && bucket.Name.StartsWith(request.Prefix ?? "", StringComparison.Ordinal))
            .Where(bucket => request.BucketRegion is null || bucket.Region == request.BucketRegion)
            .Where(bucket => after is null || string.CompareOrdinal(bucket.Name, after) > 0)
            .Take(max + 1)
            .ToList());
        var page = found.Take(max).ToList();
        return ValueTask.FromResult(new ListBucketsResponse
        {
            Buckets = page.Select(bucket => new Bucket
            {
                Name = bucket.Name,
                CreationDate = bucket.CreatedAt,
                BucketRegion = bucket.Region,
                BucketArn = S3Names.BucketArn(bucket.Name),
            }).ToList(),
            Owner = Owners.Of(call.Account),
            Prefix = request.Prefix,
            ContinuationToken = found.Count > max ? ContinuationToken.Of(page[^1].Name) : null,
        });
    }
}
