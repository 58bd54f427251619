using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Kernel.State;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Domain;

/// <summary>One message as handed to a receiver.</summary>
internal sealed record ReceivedMessage(MessageContent Content, Delivery Delivery, ReceiptHandle Handle);

/// <summary>Takes messages from queues, waiting for them without polling.</summary>
internal sealed class MessageReceiver(
    QueueTable queues, MessageStore messages, QueueSignals signals, TimeProvider clock, HopMetrics metrics,
    ILogger<MessageReceiver> logger)
{
    /// <param name="visibility">Null for the queue's own; so for <paramref name="wait"/>.</param>
    public async ValueTask<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        QueueAddress address, int messagesMax, TimeSpan? visibility, TimeSpan? wait, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var queue = queues.Require(address);
            using var turn = signals.Take(queue.Id);
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (HasVisible(queue, now))
            {
                var taken = await TakeAsync(address, messagesMax, visibility, cancellationToken);
                if (taken.Count > 0)
                {
                    return taken;
                }
            }

            var left = (wait ?? TimeSpan.FromSeconds(queue.WaitSeconds)) - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return [];
            }

            // The next hidden message that shows itself also ends the wait: no one else would tell.
            if (queues.Store.Read(state => MessageStore.NextVisible(state, queue.Store, now)) is { } next)
            {
                left = TimeSpan.FromMilliseconds(Math.Min(left.TotalMilliseconds, Math.Max(1, next - now)));
            }

            await turn.WaitAsync(left, clock, cancellationToken);
        }
    }

    private bool HasVisible(QueueState queue, long now) =>
        queues.Store.Read(state => MessageStore.VisibleAt(state, queue.Store, now).Any());

    private async ValueTask<IReadOnlyList<ReceivedMessage>> TakeAsync(
        QueueAddress address, int messagesMax, TimeSpan? visibility, CancellationToken cancellationToken)
    {
        var result = await queues.Store.WriteAsync(
            state => Take(state, queues.Require(state, address), messagesMax, visibility), cancellationToken);
        FaultPoints.Hit("sqs.after-receive");
        if (result.DeadLetterQueue is { } deadLetters)
        {
            signals.Pulse(deadLetters.Id);
            logger.DeadLettered(address.Name, result.DeadLettered, deadLetters.Name);
            metrics.Failed("sqs", address.Name, "dead-lettered", result.DeadLettered);
        }

        return result.Taken;
    }

    private Taking Take(IStateWriter state, QueueState queue, int messagesMax, TimeSpan? visibility)
    {
        var now = clock.GetUtcNow();
        var hiddenFor = visibility ?? TimeSpan.FromSeconds(queue.VisibilitySeconds);
        var result = new Taking();
        foreach (var place in Candidates(state, queue, now, messagesMax).ToList())
        {
            if (result.Taken.Count == messagesMax)
            {
                break;
            }

            var delivery = messages.Delivery(state, queue.Store, place);
            var content = messages.Content(state, queue.Store, place);
            Invariant.That(delivery is not null && content is not null, "a visible message has its content and its delivery");
            if (content.SentMilliseconds + (queue.RetentionSeconds * 1000L) <= now.ToUnixTimeMilliseconds())
            {
                messages.Remove(state, queue.Store, place, delivery);
            }
            else if (DeadLetterQueueFor(state, queue, delivery) is { } deadLetters)
            {
                Move(state, queue, place, content, delivery, deadLetters, now);
                result.DeadLetterQueue = deadLetters;
                result.DeadLettered++;
            }
            else
            {
                result.Taken.Add(Hide(state, queue, place, content, delivery, now, hiddenFor));
            }
        }

        return result;
    }

    /// <summary>More than asked for, since some may be past their retention or their last receive.</summary>
    private IEnumerable<string> Candidates(IStateReader state, QueueState queue, DateTimeOffset now, int messagesMax)
    {
        var milliseconds = now.ToUnixTimeMilliseconds();
        return queue.IsFifo
            ? FifoCandidates(state, queue, milliseconds, messagesMax)
            : MessageStore.VisibleAt(state, queue.Store, milliseconds).Take(messagesMax + SqsLimits.SweepMessagesMax);
    }

    /// <summary>In the order of sending, but of no group that has an earlier message hidden.</summary>
    private IEnumerable<string> FifoCandidates(IStateReader state, QueueState queue, long milliseconds, int messagesMax)
    {
        var blocked = new HashSet<string>(StringComparer.Ordinal);
        var candidates = messagesMax + SqsLimits.SweepMessagesMax;
        foreach (var (place, delivery) in messages.InOrder(state, queue.Store).Take(SqsLimits.FifoLookAheadMessages))
        {
            if (candidates == 0)
            {
                yield break;
            }

            if (delivery.VisibleAt > milliseconds)
            {
                blocked.Add(delivery.GroupId!);
            }
            else if (!blocked.Contains(delivery.GroupId!))
            {
                candidates--;
                yield return place;
            }
        }
    }

    private ReceivedMessage Hide(
        IStateWriter state, QueueState queue, string place, MessageContent content, Delivery delivery, DateTimeOffset now, TimeSpan hiddenFor)
    {
        var received = delivery with
        {
            VisibleAt = (now + hiddenFor).ToUnixTimeMilliseconds(),
            ReceiveCount = delivery.ReceiveCount + 1,
            FirstReceived = delivery.FirstReceived == 0 ? now.ToUnixTimeMilliseconds() : delivery.FirstReceived,
        };
        messages.Change(state, queue.Store, place, delivery, received);
        return new(content, received, new(queue.Id, queue.Generation, place, received.ReceiveCount));
    }

    private QueueState? DeadLetterQueueFor(IStateReader state, QueueState queue, Delivery delivery) =>
        queue.Redrive is { } redrive && delivery.ReceiveCount - delivery.ReceiveCountBefore >= redrive.MaxReceiveCount
        && queues.FindByArn(state, redrive.DeadLetterTargetArn) is { } target
        && (target.RedriveAllow?.Allows(queue.Arn) ?? true)
            ? target
            : null;

    private void Move(
        IStateWriter state, QueueState queue, string place, MessageContent content, Delivery delivery, QueueState target, DateTimeOffset now)
    {
        messages.Remove(state, queue.Store, place, delivery);
        // A standard message keeps the age it has, a FIFO message starts anew in the order of its new queue.
        var milliseconds = now.ToUnixTimeMilliseconds();
        var moved = content with { DeadLetterSourceArn = queue.Arn };
        var newPlace = target.IsFifo ? messages.NextPlace(now) : place;
        if (target.IsFifo)
        {
            moved = moved with { SentMilliseconds = milliseconds, SequenceNumber = MessageStore.SequenceNumberOf(newPlace) };
        }

        messages.Add(state, target.Store, newPlace, moved, delivery with
        {
            VisibleAt = milliseconds,
            ReceiveCountBefore = delivery.ReceiveCount,
        });
    }

    private sealed class Taking
    {
        public List<ReceivedMessage> Taken { get; } = [];
        public QueueState? DeadLetterQueue { get; set; }
        public int DeadLettered { get; set; }
    }
}
