using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Workers;

/// <summary>Gets one batch of a shard done with: runs it, retries it, splits it, gives it up; and writes down how far it came.</summary>
internal sealed class ShardBatches(
    BatchRunner runner, MappingTable mappings, Destinations destinations, TimeProvider clock, HopMetrics metrics, ILogger<ShardBatches> logger)
{
    private const int DestinationTriesMax = 5;

    /// <summary>Returns when every record is done with.</summary>
    public async Task HandleAsync(MappingState mapping, string shardId, List<StreamRecord> records, CancellationToken cancellationToken)
    {
        // In the shard's order: what is on top is done with before what lies below begins.
        var pieces = new Stack<Piece>();
        pieces.Push(new(records, 0));
        var failures = 0;
        while (pieces.TryPop(out var piece))
        {
            cancellationToken.ThrowIfCancellationRequested();
            piece = await DropAgedAsync(mapping, shardId, piece, cancellationToken);
            if (piece.Records.Count == 0)
            {
                continue;
            }

            var mustWait = await TryAsync(mapping, shardId, piece, pieces, cancellationToken);
            failures = mustWait ? failures + 1 : 0;
            if (mustWait)
            {
                var delay = Backoff.After(failures, LambdaLimits.MappingRetryFirst, LambdaLimits.MappingRetryMax);
                await Task.Delay(delay, clock, cancellationToken);
            }
        }
    }

    /// <summary>Runs one piece and pushes back what is left of it to do; true when that should wait a while.</summary>
    private async Task<bool> TryAsync(
        MappingState mapping, string shardId, Piece piece, Stack<Piece> pieces, CancellationToken cancellationToken)
    {
        var (target, _) = runner.Prepare(mapping);
        var payload = SourceEvents.OfStream(mapping.SourceArn, shardId, target.Version.Role, piece.Records);
        var (outcome, requestId, answer) = await runner.RunAsync(mapping, payload, CancellationToken.None);
        if (outcome == BatchOutcome.NotRun)
        {
            pieces.Push(piece);
            return true;
        }

        var done = outcome == BatchOutcome.Answered ? DoneOf(mapping, piece, answer) : 0;
        if (done > 0)
        {
            await CheckpointAsync(mapping, shardId, piece.Records[done - 1], cancellationToken);
        }

        var left = piece.Records.GetRange(done, piece.Records.Count - done);
        if (left.Count == 0)
        {
            return false;
        }

        if (mapping.Bisects && left.Count > 1 && done == 0)
        {
            // Splitting is no retry: both halves keep their count.
            pieces.Push(new(left.GetRange(left.Count / 2, left.Count - (left.Count / 2)), piece.Retries));
            pieces.Push(new(left.GetRange(0, left.Count / 2), piece.Retries));
            return false;
        }

        if (mapping.RetriesMax >= 0 && piece.Retries >= mapping.RetriesMax)
        {
            await DiscardAsync(mapping, shardId, left, new(requestId, "RetryAttemptsExhausted", piece.Retries + 1), cancellationToken);
            return false;
        }

        pieces.Push(new(left, piece.Retries + 1));
        return true;
    }

    /// <summary>How many records from the front are done with: all before the first that failed.</summary>
    private static int DoneOf(MappingState mapping, Piece piece, ReadOnlyMemory<byte> answer)
    {
        if (!mapping.ReportsItemFailures)
        {
            return piece.Records.Count;
        }

        var known = piece.Records.Select(record => record.SequenceNumber).ToHashSet(StringComparer.Ordinal);
        return BatchAnswer.Failures(answer.Span, known) switch
        {
            null => 0,
            { Count: 0 } => piece.Records.Count,
            var failed => piece.Records.FindIndex(record => failed.Contains(record.SequenceNumber)),
        };
    }

    private async Task<Piece> DropAgedAsync(MappingState mapping, string shardId, Piece piece, CancellationToken cancellationToken)
    {
        if (mapping.RecordAgeSecondsMax < 0)
        {
            return piece;
        }

        var cut = clock.GetUtcNow().AddSeconds(-mapping.RecordAgeSecondsMax);
        var aged = piece.Records.TakeWhile(record => record.ArrivalTimestamp < cut).ToList();
        if (aged.Count > 0)
        {
            await DiscardAsync(mapping, shardId, aged, new("", "RecordAgeExceeded", piece.Retries), cancellationToken);
        }

        return piece with { Records = piece.Records.GetRange(aged.Count, piece.Records.Count - aged.Count) };
    }

    private async Task DiscardAsync(
        MappingState mapping, string shardId, List<StreamRecord> records, Discard discard, CancellationToken cancellationToken)
    {
        logger.RecordsDiscarded(mapping.Id, records.Count, shardId, records[0].SequenceNumber, discard.Condition);
        metrics.Failed("lambda", mapping.FunctionName, "discarded", records.Count);
        if (mapping.OnFailure is { } destination)
        {
            var (target, _) = runner.Prepare(mapping);
            var body = destinations.Record(target, discard.RequestId, discard.Condition, discard.Invocations);
            body["responseContext"] = Destinations.ResponseContext(target, isError: true);
            body["KinesisBatchInfo"] = BatchInfo(mapping, shardId, records);
            for (var attempt = 1; attempt <= DestinationTriesMax; attempt++)
            {
                if (await destinations.SendAsync(target, destination, body, cancellationToken))
                {
                    break;
                }

                var delay = Backoff.After(attempt, LambdaLimits.MappingRetryFirst, LambdaLimits.MappingRetryMax);
                await Task.Delay(delay, clock, cancellationToken);
            }
        }

        await CheckpointAsync(mapping, shardId, records[^1], cancellationToken);
    }

    private static JsonObject BatchInfo(MappingState mapping, string shardId, List<StreamRecord> records) => new()
    {
        ["shardId"] = shardId,
        ["startSequenceNumber"] = records[0].SequenceNumber,
        ["endSequenceNumber"] = records[^1].SequenceNumber,
        ["approximateArrivalOfFirstRecord"] = Text(records[0].ArrivalTimestamp),
        ["approximateArrivalOfLastRecord"] = Text(records[^1].ArrivalTimestamp),
        ["batchSize"] = records.Count,
        ["streamArn"] = mapping.SourceArn,
    };

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private async ValueTask CheckpointAsync(MappingState mapping, string shardId, StreamRecord last, CancellationToken cancellationToken)
    {
        FaultPoints.Hit("lambda.before-checkpoint");
        await mappings.PutCheckpointAsync(mapping, shardId, new(last.Offset + 1, IsEnd: false), cancellationToken);
    }

    private sealed record Piece(List<StreamRecord> Records, int Retries);

    private sealed record Discard(string RequestId, string Condition, int Invocations);
}
