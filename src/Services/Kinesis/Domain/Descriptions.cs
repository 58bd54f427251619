using System.Globalization;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Domain;

/// <summary>Streams and shards as answers show them.</summary>
internal static class Descriptions
{
    public static StreamModeDetails Mode(StreamState stream) => new() { StreamMode = stream.IsOnDemand ? "ON_DEMAND" : "PROVISIONED" };

    public static Shard Of(ShardState shard)
    {
        var sequence = new SequenceNumbers(shard.Epoch, shard.Number);
        return new()
        {
            ShardId = shard.Id,
            ParentShardId = shard.Parent is { } parent ? ShardState.IdOf(parent) : null,
            AdjacentParentShardId = shard.AdjacentParent is { } adjacent ? ShardState.IdOf(adjacent) : null,
            HashKeyRange = Range(shard),
            SequenceNumberRange = new()
            {
                StartingSequenceNumber = sequence.Start,
                EndingSequenceNumber = shard.EndOffset is { } end ? sequence.End(end) : null,
            },
        };
    }

    public static HashKeyRange Range(ShardState shard) => new()
    {
        StartingHashKey = shard.FirstHash.ToString(CultureInfo.InvariantCulture),
        EndingHashKey = shard.LastHash.ToString(CultureInfo.InvariantCulture),
    };

    public static IReadOnlyList<ChildShard> Children(StreamState stream, string parentId) =>
        [.. stream.Shards.Where(shard => ParentsOf(shard).Contains(parentId)).Select(shard => new ChildShard
        {
            ShardId = shard.Id,
            ParentShards = [.. ParentsOf(shard)],
            HashKeyRange = Range(shard),
        })];

    private static IEnumerable<string> ParentsOf(ShardState shard)
    {
        if (shard.Parent is { } parent)
        {
            yield return ShardState.IdOf(parent);
        }

        if (shard.AdjacentParent is { } adjacent)
        {
            yield return ShardState.IdOf(adjacent);
        }
    }
}
