using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Workers;

/// <summary>Feeds a function from a queue: several batches at once; what fails stays in the queue and comes back by itself.</summary>
internal sealed class QueueMapping(BatchRunner runner, IQueues queues, TimeProvider clock, ILogger<QueueMapping> logger)
{
    private const int ThrottledTriesMax = 6;

    public async Task RunAsync(MappingState mapping, CancellationToken cancellationToken)
    {
        var most = mapping.BatchesAtOnce ?? LambdaLimits.QueueBatchesAtOnce;
        using var slots = new SemaphoreSlim(most);
        var taken = 0;
        try
        {
            var troubles = 0;
            while (true)
            {
                await slots.WaitAsync(cancellationToken);
                taken = 1;
                try
                {
                    var batch = await ReceiveAsync(mapping, cancellationToken);
                    troubles = 0;
                    if (batch.Count > 0)
                    {
                        taken = 0; // the batch gives it back
                        _ = HandleAsync(mapping, batch, slots, cancellationToken);
                        continue;
                    }
                }
                catch (ServiceException error)
                {
                    var delay = Backoff.After(++troubles, LambdaLimits.MappingRetryFirst, LambdaLimits.MappingRetryMax);
                    logger.MappingTrouble(mapping.Id, delay, error.Message);
                    await Task.Delay(delay, clock, cancellationToken);
                }

                slots.Release();
                taken = 0;
            }
        }
        finally
        {
            // Batches under way go on to their end: only then may another run of this mapping start.
            for (var slot = taken; slot < most; slot++)
            {
                await slots.WaitAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>A batch: what is there, or what comes within the batching window.</summary>
    private async Task<List<QueueMessage>> ReceiveAsync(MappingState mapping, CancellationToken cancellationToken)
    {
        var (_, call) = runner.Prepare(mapping);
        var batch = new List<QueueMessage>();
        var bytes = 0;
        long? started = null;
        while (batch.Count < mapping.BatchSize && bytes < LambdaLimits.QueueBatchBytesMax)
        {
            var wait = started is { } since ? TimeSpan.FromSeconds(mapping.WindowSeconds) - clock.GetElapsedTime(since) : LambdaLimits.LongPoll;
            if (wait <= TimeSpan.Zero)
            {
                break;
            }

            // Ten messages of the largest size would be over a payload's limit: near it, one at a time.
            var fits = bytes > LambdaLimits.QueueBatchBytesMax / 2 ? 1 : LambdaLimits.QueueReceiveMax;
            var most = Math.Min(fits, mapping.BatchSize - batch.Count);
            var received = await queues.ReceiveAsync(call, mapping.SourceArn, most, wait, cancellationToken);
            batch.AddRange(received);
            bytes += received.Sum(message => Encoding.UTF8.GetByteCount(message.Body));
            if (batch.Count == 0 || mapping.WindowSeconds == 0)
            {
                break;
            }

            started ??= clock.GetTimestamp();
        }

        return batch;
    }

    private async Task HandleAsync(
        MappingState mapping, List<QueueMessage> batch, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var part in Parts(mapping, batch))
            {
                await HandlePartAsync(mapping, part, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The messages come back when their visibility time ends.
        }
        catch (Exception exception) when (exception is ServiceException or IOException or ObjectDisposedException)
        {
            logger.MappingTrouble(mapping.Id, TimeSpan.Zero, exception.Message);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task HandlePartAsync(MappingState mapping, List<QueueMessage> batch, CancellationToken cancellationToken)
    {
        var payload = SourceEvents.OfQueue(mapping.SourceArn, batch);
        for (var attempt = 1; attempt <= ThrottledTriesMax; attempt++)
        {
            var (outcome, _, answer) = await runner.RunAsync(mapping, payload, CancellationToken.None);
            if (outcome == BatchOutcome.Answered)
            {
                await DeleteAsync(mapping, batch, answer);
            }

            if (outcome != BatchOutcome.NotRun)
            {
                return;
            }

            var delay = Backoff.After(attempt, LambdaLimits.MappingRetryFirst, LambdaLimits.MappingRetryMax);
            await Task.Delay(delay, clock, cancellationToken);
        }
    }

    /// <summary>Batches that fit into a payload: large messages may make two of one.</summary>
    private static IEnumerable<List<QueueMessage>> Parts(MappingState mapping, List<QueueMessage> batch)
    {
        var part = new List<QueueMessage>();
        var bytes = 0;
        foreach (var message in batch)
        {
            var size = SourceEvents.OfQueue(mapping.SourceArn, [message]).Length;
            if (part.Count > 0 && bytes + size > LambdaLimits.SynchronousPayloadBytesMax)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(message);
            bytes += size;
        }

        yield return part;
    }

    private async ValueTask DeleteAsync(MappingState mapping, List<QueueMessage> batch, ReadOnlyMemory<byte> answer)
    {
        var done = batch;
        if (mapping.ReportsItemFailures)
        {
            var failed = BatchAnswer.Failures(answer.Span, batch.Select(message => message.MessageId).ToHashSet(StringComparer.Ordinal));
            done = failed is null ? [] : batch.Where(message => !failed.Contains(message.MessageId)).ToList();
        }

        if (done.Count > 0)
        {
            FaultPoints.Hit("lambda.before-checkpoint");
            var (_, call) = runner.Prepare(mapping);
            await queues.DeleteAsync(call, mapping.SourceArn, [.. done.Select(message => message.ReceiptHandle)], CancellationToken.None);
        }
    }
}
