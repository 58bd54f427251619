using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Closes two neighbouring shards and opens one in their place.</summary>
internal sealed class MergeShards(StreamResharder resharder) : IOperation<MergeShardsRequest, MergeShardsResponse>
{
    public string Resource(CallContext call, MergeShardsRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public async ValueTask<MergeShardsResponse> HandleAsync(
        CallContext call, MergeShardsRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        await resharder.ReshardAsync(
            address,
            (change, stream) =>
            {
                var (first, second) = (stream.RequireShard(request.ShardToMerge), stream.RequireShard(request.AdjacentShardToMerge));
                foreach (var shard in new[] { first, second })
                {
                    if (!shard.IsOpen)
                    {
                        throw KinesisErrors.NotOpen(shard.Id, address);
                    }
                }

                var (low, high) = first.FirstHash < second.FirstHash ? (first, second) : (second, first);
                return low.Number != high.Number && low.LastHash == high.FirstHash - 1
                    ? change.Merge(stream, first, second)
                    : throw KinesisErrors.NotAdjacent(first.Id, second.Id, address);
            },
            cancellationToken);
        return new();
    }
}
