using System.Collections.Immutable;
using Weir.Kernel.Core;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Domain;

/// <summary>Turns a stream's shards into other shards. Pure.</summary>
/// <param name="endOffsetOf">The offset at which an existing shard closes.</param>
/// <param name="firstNew">The number of the first shard that this change makes; such a shard has no records yet.</param>
internal sealed class Resharding(Func<ShardState, long> endOffsetOf, int firstNew, DateTimeOffset now)
{
    /// <summary>The first shards of a new stream, even in size.</summary>
    public static ImmutableArray<ShardState> Even(int count, DateTimeOffset now)
    {
        var starts = HashKeys.EvenStarts(count).ToArray();
        return [.. starts.Select((start, number) => new ShardState
        {
            Number = number,
            FirstHash = start,
            LastHash = number == count - 1 ? UInt128.MaxValue : starts[number + 1] - 1,
            Epoch = now.ToUnixTimeSeconds(),
            Created = now,
        })];
    }

    public StreamState Split(StreamState stream, ShardState shard, UInt128 at)
    {
        Invariant.That(shard.FirstHash < at && at <= shard.LastHash, "a split lies within its shard");
        var (left, right) = (Child(stream, 0, shard, null), Child(stream, 1, shard, null));
        left = left with { LastHash = at - 1 };
        right = right with { FirstHash = at };
        return Replace(stream, [shard], [left, right]);
    }

    public StreamState Merge(StreamState stream, ShardState first, ShardState second)
    {
        var (low, high) = first.FirstHash < second.FirstHash ? (first, second) : (second, first);
        Invariant.That(low.LastHash + 1 == high.FirstHash, "only neighbours merge");
        return Replace(stream, [low, high], [Child(stream, 0, first, second) with { FirstHash = low.FirstHash, LastHash = high.LastHash }]);
    }

    /// <summary>Splits at each boundary of the even ranges that is not one yet, then merges what lies within one range.</summary>
    public StreamState ToEven(StreamState stream, int count)
    {
        var starts = HashKeys.EvenStarts(count).ToList();
        foreach (var start in starts)
        {
            if (stream.OpenShards.FirstOrDefault(shard => shard.FirstHash < start && start <= shard.LastHash) is { } cut)
            {
                stream = Split(stream, cut, start);
            }
        }

        foreach (var start in starts)
        {
            while (stream.OpenShards.FirstOrDefault(shard => shard.FirstHash > start && !starts.Contains(shard.FirstHash)
                && shard.FirstHash <= EndOf(starts, start)) is not null)
            {
                var within = stream.OpenShards.Where(shard => shard.FirstHash >= start && shard.LastHash <= EndOf(starts, start))
                    .OrderBy(shard => shard.FirstHash).ToList();
                stream = Merge(stream, within[0], within[1]);
            }
        }

        return stream;
    }

    private static UInt128 EndOf(List<UInt128> starts, UInt128 start)
    {
        var at = starts.IndexOf(start);
        return at == starts.Count - 1 ? UInt128.MaxValue : starts[at + 1] - 1;
    }

    private ShardState Child(StreamState stream, int index, ShardState parent, ShardState? adjacent) => new()
    {
        Number = stream.NextShard + index,
        Parent = parent.Number,
        AdjacentParent = adjacent?.Number,
        FirstHash = parent.FirstHash,
        LastHash = parent.LastHash,
        Epoch = Math.Max(now.ToUnixTimeSeconds(), Math.Max(parent.Epoch, adjacent?.Epoch ?? 0) + 1),
        Created = now,
    };

    private StreamState Replace(StreamState stream, ShardState[] closing, ShardState[] opening) => stream with
    {
        Shards = [.. stream.Shards.Select(shard => closing.Contains(shard) ? Close(shard) : shard), .. opening],
        NextShard = stream.NextShard + opening.Length,
    };

    private ShardState Close(ShardState shard) =>
        shard with { EndOffset = shard.Number >= firstNew ? 0 : endOffsetOf(shard), Closed = now };
}
