using Weir.Kernel.Log;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>The buffer of records that were put: a partition of the log.</summary>
internal sealed class DirectSource(LogPartition buffer) : IDeliverySource
{
    public const string LaneName = "direct";

    private static readonly string[] Lanes = [LaneName];

    public IReadOnlyList<string> OpenLanes(IReadOnlyDictionary<string, LaneProgress> progress) => Lanes;

    public async ValueTask<LaneBatch> ReadAsync(string lane, long offset, int bytesMax, CancellationToken cancellationToken)
    {
        // A relaxed log may have lost its last moments in a crash: then what comes next has smaller offsets than we remember.
        var from = Math.Clamp(offset, buffer.StartOffset, buffer.EndOffset);
        if (!await buffer.WaitAsync(from, FirehoseLimits.SourceWait, cancellationToken))
        {
            return new(lane, from, from, [], IsEnd: false);
        }

        var read = buffer.Read(from, bytesMax);
        var records = new List<SourceRecord>();
        foreach (var entry in read)
        {
            records.Add(new(lane, entry.Offset, DateTimeOffset.FromUnixTimeMilliseconds(entry.TimestampMs), entry.Value));
        }

        return new(lane, from, read.NextOffset, records, IsEnd: false);
    }

    public void Release(string lane, long offset) => buffer.TrimTo(offset);
}
