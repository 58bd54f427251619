using Weir.Kernel.Identity;

namespace Weir.Contracts;

/// <summary>Appends to Kinesis data streams. An answer means durable. Errors are Kinesis's own.</summary>
public interface IStreamWriter
{
    /// <param name="stream">Name or ARN.</param>
    ValueTask<StreamPutResult> PutAsync(
        CallContext call, string stream, string partitionKey, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>One result per record, in order.</summary>
    ValueTask<IReadOnlyList<StreamPutResult>> PutManyAsync(
        CallContext call, string stream, IReadOnlyList<StreamRecordIn> records, CancellationToken cancellationToken);
}

/// <summary>Reads data streams shard by shard; the reader keeps its own place.</summary>
public interface IStreamReader
{
    /// <summary>All shards, open and closed, in shard-id order. Throws <c>ResourceNotFoundException</c>.</summary>
    IReadOnlyList<StreamShard> ListShards(CallContext call, string stream);

    /// <summary>
    /// Records from <paramref name="from"/> on. Waits up to <paramref name="wait"/> for the first one; an empty batch means none came.
    /// </summary>
    ValueTask<StreamBatch> ReadAsync(
        CallContext call, string stream, string shardId, StreamPosition from, int recordsMax, int bytesMax, TimeSpan wait,
        CancellationToken cancellationToken);
}

public readonly record struct StreamRecordIn(string PartitionKey, ReadOnlyMemory<byte> Data, string? ExplicitHashKey = null);

/// <summary>Where a record went, or the Kinesis error code why not.</summary>
public readonly record struct StreamPutResult(string? ShardId, string? SequenceNumber, string? ErrorCode = null, string? ErrorMessage = null);

public sealed record StreamShard
{
    public required string ShardId { get; init; }
    public string? ParentShardId { get; init; }
    public bool IsClosed { get; init; }
}

/// <summary>A place in a shard. Offsets are the log's own: dense, from 0; a sequence number names one.</summary>
public readonly record struct StreamPosition
{
    private StreamPosition(long offset, DateTimeOffset? timestamp) => (Offset, Timestamp) = (offset, timestamp);

    public const long Latest = -1;
    public const long TrimHorizon = -2;

    public long Offset { get; }
    public DateTimeOffset? Timestamp { get; }

    public static StreamPosition FromStart { get; } = new(TrimHorizon, null);
    public static StreamPosition FromEnd { get; } = new(Latest, null);
    public static StreamPosition At(long offset) => new(offset, null);
    public static StreamPosition AtTime(DateTimeOffset timestamp) => new(0, timestamp);
}

public sealed record StreamBatch
{
    public required IReadOnlyList<StreamRecord> Records { get; init; }
    /// <summary>The offset to continue at.</summary>
    public required long NextOffset { get; init; }
    /// <summary>How far the reader is behind the newest record.</summary>
    public required TimeSpan BehindLatest { get; init; }
    /// <summary>True when the shard is closed and wholly read.</summary>
    public bool IsEnd { get; init; }
}

public sealed record StreamRecord
{
    public required long Offset { get; init; }
    public required string SequenceNumber { get; init; }
    public required string PartitionKey { get; init; }
    public required DateTimeOffset ArrivalTimestamp { get; init; }
    public required ReadOnlyMemory<byte> Data { get; init; }
}
