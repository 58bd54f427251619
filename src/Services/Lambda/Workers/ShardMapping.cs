using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Workers;

/// <summary>Reads one shard for a mapping: batch after batch, in order; a batch is done with before the next is read.</summary>
/// <remarks>
/// The checkpoint is durable and says what is done with. Whatever stops this, the next run starts at the checkpoint: records may be
/// seen twice, none is passed over.
/// </remarks>
internal sealed class ShardMapping(
    BatchRunner runner, IStreamReader streams, ShardBatches batches, MappingTable mappings, TimeProvider clock, HopMetrics metrics,
    ILogger<ShardMapping> logger)
{
    /// <summary>Ends when the shard is closed and done with, or when cancelled; does not throw.</summary>
    public async Task RunAsync(MappingState mapping, string shardId, CancellationToken cancellationToken)
    {
        var troubles = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await RunToTroubleAsync(mapping, shardId, () => troubles = 0, cancellationToken);
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception) when (exception is ServiceException or IOException or ObjectDisposedException)
            {
                var delay = Backoff.After(++troubles, LambdaLimits.MappingRetryFirst, LambdaLimits.MappingRetryMax);
                logger.MappingTrouble(mapping.Id, delay, exception.Message);
                await Task.WhenAny(Task.Delay(delay, clock, cancellationToken));
            }
        }
    }

    private async Task RunToTroubleAsync(MappingState mapping, string shardId, Action onProgress, CancellationToken cancellationToken)
    {
        var position = mappings.Checkpoint(mapping, shardId) is { } checkpoint ? StreamPosition.At(checkpoint.NextOffset) : Initial(mapping);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (_, call) = runner.Prepare(mapping);
            var (records, last) = await ReadAsync(call, mapping, shardId, position, cancellationToken);
            onProgress();
            if (records.Count > 0)
            {
                metrics.Lag("lambda", mapping.FunctionName, clock.GetUtcNow() - records[0].ArrivalTimestamp);
                await batches.HandleAsync(mapping, shardId, records, cancellationToken);
            }

            metrics.Lag("lambda", mapping.FunctionName, last.BehindLatest);
            if (last.IsEnd)
            {
                await mappings.PutCheckpointAsync(mapping, shardId, new(last.NextOffset, IsEnd: true), cancellationToken);
                return;
            }

            position = StreamPosition.At(last.NextOffset);
        }
    }

    /// <summary>A batch: what is there, or what comes within the batching window.</summary>
    private async Task<(List<StreamRecord> Records, StreamBatch Last)> ReadAsync(
        CallContext call, MappingState mapping, string shardId, StreamPosition position, CancellationToken cancellationToken)
    {
        var window = TimeSpan.FromSeconds(mapping.WindowSeconds);
        var records = new List<StreamRecord>();
        var bytesLeft = LambdaLimits.StreamBatchBytesMax;
        long? started = null;
        while (true)
        {
            var wait = started is { } since ? window - clock.GetElapsedTime(since) : LambdaLimits.LongPoll;
            var batch = await streams.ReadAsync(
                call, mapping.SourceArn, shardId, position, mapping.BatchSize - records.Count, bytesLeft,
                wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken);
            records.AddRange(batch.Records);
            bytesLeft -= batch.Records.Sum(record => record.Data.Length);
            position = StreamPosition.At(batch.NextOffset);
            started ??= clock.GetTimestamp();
            if (records.Count == 0 || records.Count >= mapping.BatchSize || bytesLeft < LambdaLimits.StreamBatchBytesMax / 4
                || batch.IsEnd || clock.GetElapsedTime(started.Value) >= window)
            {
                return (records, batch);
            }
        }
    }

    private static StreamPosition Initial(MappingState mapping) => mapping.StartingPosition switch
    {
        "AT_TIMESTAMP" => StreamPosition.AtTime(mapping.StartingTimestamp!.Value),
        _ => StreamPosition.FromStart, // LATEST has checkpoints from its making: a shard without one came after
    };
}
