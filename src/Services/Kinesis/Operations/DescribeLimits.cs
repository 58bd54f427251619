using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Tells how many shards the account has in the region, and how many it may have.</summary>
internal sealed class DescribeLimits(StreamTable streams) : IOperation<DescribeLimitsRequest, DescribeLimitsResponse>
{
    public string Resource(CallContext call, DescribeLimitsRequest request) =>
        "*";

    public ValueTask<DescribeLimitsResponse> HandleAsync(
        CallContext call, DescribeLimitsRequest request, CancellationToken cancellationToken)
    {
        var all = streams.List(call.Account, call.Region, null, int.MaxValue);
        return new(new DescribeLimitsResponse
        {
            ShardLimit = KinesisLimits.ShardsMax,
            OpenShardCount = all.Sum(stream => stream.OpenShards.Count()),
            OnDemandStreamCount = all.Count(stream => stream.IsOnDemand),
            OnDemandStreamCountLimit = KinesisLimits.OnDemandStreamsMax,
        });
    }
}
