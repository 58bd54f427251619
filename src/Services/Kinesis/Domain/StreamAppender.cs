using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Log;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Domain;

/// <summary>The way in of every record, whoever brings it.</summary>
internal sealed class StreamAppender(StreamTable streams, HopMetrics metrics, ILogger<StreamAppender> logger) : IStreamWriter
{
    private const string Hop = "kinesis";

    public async ValueTask<StreamPutResult> PutAsync(
        CallContext call, string stream, string partitionKey, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, stream);
        call.Authorize("kinesis:PutRecord", address.Arn);
        RequireKey(partitionKey);
        return await AppendAsync(address, new(partitionKey, data), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<StreamPutResult>> PutManyAsync(
        CallContext call, string stream, IReadOnlyList<StreamRecordIn> records, CancellationToken cancellationToken)
    {
        var address = StreamNames.Resolve(call, stream);
        call.Authorize("kinesis:PutRecords", address.Arn);
        foreach (var record in records)
        {
            RequireKey(record.PartitionKey);
        }

        return await AppendManyAsync(address, records, cancellationToken);
    }

    public async ValueTask<StreamPutResult> AppendAsync(StreamAddress address, StreamRecordIn record, CancellationToken cancellationToken)
    {
        RequireSize(record);
        var key = Encoding.UTF8.GetBytes(record.PartitionKey);
        var hash = record.ExplicitHashKey is { } text ? HashKeys.ParseExplicit(text) : HashKeys.Of(key);
        while (true)
        {
            var shard = streams.Require(address).ShardFor(hash);
            if (!shard.Gate.TryEnter(out var resharded))
            {
                await resharded.WaitAsync(cancellationToken);
                continue;
            }

            try
            {
                var appended = await shard.Partition.AppendAsync(new LogRecord { Key = key, Value = record.Data }, cancellationToken);
                metrics.In(Hop, address.Name, 1, record.Data.Length);
                return new(shard.Id, shard.Sequence.Of(appended.FirstOffset));
            }
            catch (LogDeletedException)
            {
                throw KinesisErrors.StreamNotFound(address);
            }
            finally
            {
                shard.Gate.Leave();
            }
        }
    }

    public async ValueTask<IReadOnlyList<StreamPutResult>> AppendManyAsync(
        StreamAddress address, IReadOnlyList<StreamRecordIn> records, CancellationToken cancellationToken)
    {
        RequireSizes(records);
        var keys = new byte[records.Count][];
        var hashes = new UInt128[records.Count];
        for (var at = 0; at < records.Count; at++)
        {
            keys[at] = Encoding.UTF8.GetBytes(records[at].PartitionKey);
            hashes[at] = records[at].ExplicitHashKey is { } text ? HashKeys.ParseExplicit(text) : HashKeys.Of(keys[at]);
        }

        var results = new StreamPutResult[records.Count];
        var open = Enumerable.Range(0, records.Count).ToList();
        while (open.Count > 0)
        {
            var stream = streams.Require(address);
            var appends = open.GroupBy(at => stream.ShardFor(hashes[at]))
                .Select(group => AppendToAsync(address, group.Key, [.. group], records, keys, results, cancellationToken)).ToList();
            await Task.WhenAll(appends);
            open = [.. appends.SelectMany(append => append.Result)];
        }

        return results;
    }

    /// <summary>Appends some of the records to one shard; returns those that found it closing.</summary>
    private async Task<int[]> AppendToAsync(
        StreamAddress address, LiveShard shard, int[] places, IReadOnlyList<StreamRecordIn> records, byte[][] keys,
        StreamPutResult[] results, CancellationToken cancellationToken)
    {
        if (!shard.Gate.TryEnter(out var resharded))
        {
            await resharded.WaitAsync(cancellationToken);
            return places;
        }

        try
        {
            var batch = new LogRecord[places.Length];
            var bytes = 0L;
            for (var at = 0; at < places.Length; at++)
            {
                batch[at] = new() { Key = keys[places[at]], Value = records[places[at]].Data };
                bytes += batch[at].Value.Length;
            }

            var appended = await shard.Partition.AppendAsync(batch, cancellationToken);
            for (var at = 0; at < places.Length; at++)
            {
                results[places[at]] = new(shard.Id, shard.Sequence.Of(appended.FirstOffset + at));
            }

            metrics.In(Hop, address.Name, places.Length, bytes);
        }
        catch (LogDeletedException)
        {
            throw KinesisErrors.StreamNotFound(address);
        }
        catch (IOException failure)
        {
            // One shard's disk trouble fails its own records only, as the service does.
            logger.AppendFailed(failure, address.Name, shard.Id);
            metrics.Failed(Hop, address.Name, "storage", places.Length);
            foreach (var place in places)
            {
                results[place] = new(null, null, "InternalFailure", "Internal service failure.");
            }
        }
        finally
        {
            shard.Gate.Leave();
        }

        return [];
    }

    private static void RequireKey(string partitionKey)
    {
        if (partitionKey.Length is 0 or > KinesisLimits.PartitionKeyCharactersMax)
        {
            throw KinesisErrors.Validation($"1 validation error detected: Value '{partitionKey}' at 'partitionKey' failed to satisfy "
                + $"constraint: Member must have length between 1 and {KinesisLimits.PartitionKeyCharactersMax}");
        }
    }

    private static void RequireSize(in StreamRecordIn record)
    {
        if (record.Data.Length > KinesisLimits.RecordBytesMax)
        {
            throw KinesisErrors.Validation("1 validation error detected: Value at 'data' failed to satisfy constraint: "
                + $"Member must have length less than or equal to {KinesisLimits.RecordBytesMax}");
        }
    }

    private static void RequireSizes(IReadOnlyList<StreamRecordIn> records)
    {
        if (records.Count is 0 or > KinesisLimits.RequestRecordsMax)
        {
            throw KinesisErrors.Validation("1 validation error detected: Value at 'records' failed to satisfy constraint: "
                + $"Member must have length between 1 and {KinesisLimits.RequestRecordsMax}");
        }

        var bytes = 0L;
        foreach (var record in records)
        {
            RequireSize(record);
            bytes += record.Data.Length + Encoding.UTF8.GetByteCount(record.PartitionKey);
        }

        if (bytes > KinesisLimits.RequestBytesMax)
        {
            throw KinesisErrors.Invalid("Records size exceeds 5 MB limit");
        }
    }
}
