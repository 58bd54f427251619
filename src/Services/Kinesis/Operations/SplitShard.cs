using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Closes a shard and opens two that share its range.</summary>
internal sealed class SplitShard(StreamResharder resharder) : IOperation<SplitShardRequest, SplitShardResponse>
{
    public string Resource(CallContext call, SplitShardRequest request) =>
        StreamNames.ArnOf(call, request.StreamName, request.StreamARN);

    public async ValueTask<SplitShardResponse> HandleAsync(
        CallContext call, SplitShardRequest request, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, request.StreamName, request.StreamARN);

        var at = HashKeys.ParseExplicit(request.NewStartingHashKey);
        await resharder.ReshardAsync(
            address,
            (change, stream) =>
            {
                var shard = stream.RequireShard(request.ShardToSplit);
                if (!shard.IsOpen)
                {
                    throw KinesisErrors.NotOpen(shard.Id, address);
                }

                // "greater than one plus the start" keeps the left part from being a single key
                return at <= shard.FirstHash || at - shard.FirstHash <= 1 || at >= shard.LastHash
                    ? throw KinesisErrors.WrongSplit(request.NewStartingHashKey, shard, address)
                    : change.Split(stream, shard, at);
            },
            cancellationToken);
        return new();
    }
}
