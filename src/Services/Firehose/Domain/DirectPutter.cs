using System.Globalization;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Log;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>The way in of records that are put: into the stream's buffer, durable on return.</summary>
internal sealed class DirectPutter(DeliveryStreamTable streams, HopMetrics metrics) : IDeliveryStreams
{
    public async ValueTask PutAsync(
        CallContext call, string deliveryStream, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, deliveryStream);
        call.Authorize(records.Count == 1 ? "firehose:PutRecord" : "firehose:PutRecordBatch", address.Arn);
        await AppendAsync(address, records, cancellationToken);
    }

    /// <returns>The offset of the first; the others follow.</returns>
    public async ValueTask<long> AppendAsync(
        StreamAddress address, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken)
    {
        var stream = streams.Require(address);
        if (!stream.IsDirectPut)
        {
            throw FirehoseErrors.NotDirectPut();
        }

        var bytes = RequireSizes(records);
        var buffer = streams.Buffer(stream);
        if (buffer.Bytes > FirehoseLimits.BacklogBytesMax)
        {
            throw FirehoseErrors.Slow();
        }

        var batch = new LogRecord[records.Count];
        for (var at = 0; at < batch.Length; at++)
        {
            batch[at] = new() { Value = records[at] };
        }

        try
        {
            var appended = await buffer.AppendAsync(batch, cancellationToken);
            metrics.In("firehose", address.Name, batch.Length, bytes);
            return appended.FirstOffset;
        }
        catch (LogDeletedException)
        {
            throw FirehoseErrors.NotFound(address);
        }
    }

    public static string RecordId(DeliveryStreamState stream, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{stream.Id}{offset:D56}");

    private static long RequireSizes(IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        if (records.Count is 0 or > FirehoseLimits.BatchRecordsMax)
        {
            throw FirehoseErrors.Validation("1 validation error detected: Value at 'records' failed to satisfy constraint: "
                + $"Member must have length between 1 and {FirehoseLimits.BatchRecordsMax}");
        }

        var bytes = 0L;
        foreach (var record in records)
        {
            if (record.Length > FirehoseLimits.RecordBytesMax)
            {
                throw FirehoseErrors.Validation("1 validation error detected: Value at 'record.data' failed to satisfy constraint: "
                    + $"Member must have length less than or equal to {FirehoseLimits.RecordBytesMax}");
            }

            bytes += record.Length;
        }

        return bytes <= FirehoseLimits.BatchBytesMax
            ? bytes
            : throw FirehoseErrors.Invalid($"Records size exceeds {FirehoseLimits.BatchBytesMax >> 20} MB limit");
    }
}
