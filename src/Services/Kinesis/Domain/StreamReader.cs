using System.Text;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Log;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Domain;

/// <summary>The way out of every record: a place in a shard, and what lies from there on.</summary>
internal sealed class StreamReader(StreamTable streams, TimeProvider clock, HopMetrics metrics) : IStreamReader
{
    private const string Hop = "kinesis";

    public IReadOnlyList<StreamShard> ListShards(CallContext call, string stream)
    {
        var address = StreamNames.Resolve(call, stream);
        call.Authorize("kinesis:ListShards", address.Arn);
        return [.. streams.Require(address).State.Shards.Select(shard => new StreamShard
        {
            ShardId = shard.Id,
            ParentShardId = shard.Parent is { } parent ? ShardState.IdOf(parent) : null,
            IsClosed = !shard.IsOpen,
        })];
    }

    public async ValueTask<StreamBatch> ReadAsync(
        CallContext call, string stream, string shardId, StreamPosition from, int recordsMax, int bytesMax, TimeSpan wait,
        CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, stream);
        call.Authorize("kinesis:GetRecords", address.Arn);
        var shard = streams.Require(address).Require(shardId);
        var offset = OffsetOf(shard.Partition, from);
        try
        {
            if (wait > TimeSpan.Zero && shard.State.IsOpen && offset >= shard.Partition.EndOffset)
            {
                await shard.Partition.WaitAsync(offset, wait, cancellationToken);
            }
        }
        catch (LogDeletedException)
        {
            throw KinesisErrors.StreamNotFound(address);
        }

        var slice = Read(address, shardId, offset, recordsMax, bytesMax);
        return new()
        {
            Records = slice.Records,
            NextOffset = slice.NextOffset,
            BehindLatest = slice.Behind,
            IsEnd = slice.IsEnd,
        };
    }

    /// <summary>Records from an offset on, without waiting.</summary>
    public StreamSlice Read(StreamAddress address, string shardId, long offset, int recordsMax, int bytesMax)
    {
        var shard = streams.Require(address).Require(shardId);
        var records = new List<StreamRecord>();
        var (next, bytes) = (offset, 0L);
        try
        {
            next = offset = Clamp(shard.Partition, offset);
            while (records.Count < recordsMax && bytes < bytesMax)
            {
                // Not disposed: the records are slices of its memory and leave with the answer.
                var read = shard.Partition.Read(next, (int)Math.Min(bytesMax - bytes, KinesisLimits.GetBytesMax));
                if (read.IsEmpty)
                {
                    break;
                }

                next = Collect(read, shard, records, recordsMax, bytesMax, ref bytes);
            }
        }
        catch (LogDeletedException)
        {
            throw KinesisErrors.StreamNotFound(address);
        }

        var behind = next >= shard.Partition.EndOffset || records.Count == 0
            ? TimeSpan.Zero
            : clock.GetUtcNow() - records[^1].ArrivalTimestamp;
        metrics.Out(Hop, address.Name, records.Count, bytes);
        return new(records, next, behind < TimeSpan.Zero ? TimeSpan.Zero : behind, shard.State.EndOffset is { } end && next >= end);
    }

    /// <summary>An offset that can be read: what is trimmed is skipped, and what a relaxed log lost in a crash is not waited for.</summary>
    private static long Clamp(LogPartition partition, long offset) =>
        Math.Clamp(offset, partition.StartOffset, Math.Max(partition.StartOffset, partition.EndOffset));

    private static long OffsetOf(LogPartition partition, StreamPosition from) => from switch
    {
        { Timestamp: { } time } => partition.FindOffset(time.ToUnixTimeMilliseconds()),
        { Offset: StreamPosition.Latest } => partition.EndOffset,
        { Offset: StreamPosition.TrimHorizon } => partition.StartOffset,
        _ => Clamp(partition, from.Offset),
    };

    private static long Collect(
        LogRead read, LiveShard shard, List<StreamRecord> records, int recordsMax, int bytesMax, ref long bytes)
    {
        foreach (var entry in read)
        {
            var size = entry.Value.Length + entry.Key.Length;
            if (records.Count == recordsMax || (bytes + size > bytesMax && records.Count > 0))
            {
                bytes = Math.Max(bytes, records.Count == recordsMax ? bytes : bytesMax);
                return entry.Offset;
            }

            bytes += size;
            records.Add(new()
            {
                Offset = entry.Offset,
                SequenceNumber = shard.Sequence.Of(entry.Offset),
                PartitionKey = Encoding.UTF8.GetString(entry.Key.Span),
                ArrivalTimestamp = DateTimeOffset.FromUnixTimeMilliseconds(entry.TimestampMs),
                Data = entry.Value,
            });
        }

        return read.NextOffset;
    }
}

/// <param name="IsEnd">The shard is closed and this reaches its end.</param>
internal sealed record StreamSlice(IReadOnlyList<StreamRecord> Records, long NextOffset, TimeSpan Behind, bool IsEnd);
