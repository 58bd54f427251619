using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>A Kinesis stream, shard by shard; a shard's children are read when it is wholly delivered, so a key's order holds.</summary>
/// <param name="call">Gives the call of the role's session, fresh when it must be.</param>
internal sealed class KinesisSource(IStreamReader reader, string streamArn, Func<CallContext> call) : IDeliverySource
{
    /// <summary>Where each open shard ends now: delivery begins with what comes after.</summary>
    public async Task<IReadOnlyDictionary<string, LaneProgress>> LatestAsync(CancellationToken cancellationToken)
    {
        var lanes = new Dictionary<string, LaneProgress>();
        foreach (var shard in reader.ListShards(call(), streamArn))
        {
            var end = await reader.ReadAsync(
                call(), streamArn, shard.ShardId, StreamPosition.FromEnd, 1, 1, TimeSpan.Zero, cancellationToken);
            lanes[shard.ShardId] = new(end.NextOffset, IsEnded: shard.IsClosed);
        }

        return lanes;
    }

    public IReadOnlyList<string> OpenLanes(IReadOnlyDictionary<string, LaneProgress> progress)
    {
        var shards = reader.ListShards(call(), streamArn);
        var known = shards.Select(shard => shard.ShardId).ToHashSet(StringComparer.Ordinal);
        return [.. shards.Where(shard => !IsEnded(shard.ShardId) && ParentIsDone(shard)).Select(shard => shard.ShardId)];

        bool IsEnded(string shardId) => progress.TryGetValue(shardId, out var lane) && lane.IsEnded;
        bool ParentIsDone(StreamShard shard) =>
            shard.ParentShardId is not { } parent || !known.Contains(parent) || IsEnded(parent) || progress.ContainsKey(shard.ShardId);
    }

    public async ValueTask<LaneBatch> ReadAsync(string lane, long offset, int bytesMax, CancellationToken cancellationToken)
    {
        var batch = await reader.ReadAsync(
            call(), streamArn, lane, StreamPosition.At(offset), FirehoseLimits.ReadRecordsMax, bytesMax, FirehoseLimits.SourceWait, cancellationToken);
        var records = new SourceRecord[batch.Records.Count];
        for (var at = 0; at < records.Length; at++)
        {
            var record = batch.Records[at];
            records[at] = new(lane, record.Offset, record.ArrivalTimestamp, record.Data)
            {
                SequenceNumber = record.SequenceNumber,
                PartitionKey = record.PartitionKey,
            };
        }

        // With relaxed durability the stream may have lost its last moments: then it goes on below the offset we remember.
        var from = records.Length > 0 ? Math.Min(offset, records[0].Offset) : offset;
        return new(lane, from, batch.NextOffset, records, batch.IsEnd);
    }

    public void Release(string lane, long offset)
    {
        // the stream's own retention decides
    }
}
