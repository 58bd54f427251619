using System.Globalization;

using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>One record on its way from a source to an object.</summary>
/// <param name="Lane">The shard it came from, or the lane of direct puts.</param>
internal sealed record SourceRecord(string Lane, long Offset, DateTimeOffset Arrival, ReadOnlyMemory<byte> Data)
{
    /// <summary>Set for records of a Kinesis stream.</summary>
    public string? SequenceNumber { get; init; }

    public string? PartitionKey { get; init; }

    /// <summary>Unique in its delivery stream; the same again when a delivery is repeated.</summary>
    public string Id => SequenceNumber is { } number
        ? $"{Lane}{number}"
        : Offset.ToString("D56", CultureInfo.InvariantCulture);
}

/// <param name="Next">The offset to go on at.</param>
internal sealed record LaneBatch(string Lane, long From, long Next, IReadOnlyList<SourceRecord> Records, bool IsEnd);

/// <summary>Where a delivery stream's records come from: one or more lanes, each in order.</summary>
internal interface IDeliverySource
{
    /// <summary>The lanes that may be read now, given how far each has come.</summary>
    IReadOnlyList<string> OpenLanes(IReadOnlyDictionary<string, LaneProgress> progress);

    /// <summary>Waits for records at an offset; returns none after a while, and when the lane has ended.</summary>
    ValueTask<LaneBatch> ReadAsync(string lane, long offset, int bytesMax, CancellationToken cancellationToken);

    /// <summary>What is delivered will not be asked for again.</summary>
    void Release(string lane, long offset);
}
