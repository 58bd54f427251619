using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Domain;

/// <summary>What became of a draft: ids and digests.</summary>
internal sealed record SentMessage(string MessageId, string BodyMd5, string? AttributesMd5, string? SystemAttributesMd5, string? SequenceNumber);

/// <summary>Puts checked drafts into queues; an answer means durable.</summary>
internal sealed class MessageSender(
    QueueTable queues, MessageStore messages, QueueSignals signals, IdSource ids, TimeProvider clock, HopMetrics metrics)
{
    /// <summary>Sends all or none, in one transaction, in order.</summary>
    public async ValueTask<IReadOnlyList<SentMessage>> SendAsync(
        CallContext call, QueueAddress address, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        var prepared = drafts.Select(draft => (Draft: draft, BodyMd5: AttributeDigest.OfBody(draft.Body), draft.Size)).ToList();
        var (queue, sent) = await queues.Store.WriteAsync(
            state =>
            {
                var owner = queues.Require(state, address);
                var now = clock.GetUtcNow();
                return (owner, prepared.Select(item => Add(state, owner, call, item.Draft, item.BodyMd5, item.Size, now)).ToList());
            },
            cancellationToken);

        signals.Pulse(queue.Id);
        metrics.In("sqs", queue.Name, drafts.Count, prepared.Sum(item => (long)item.Size));
        return sent;
    }

    private SentMessage Add(
        IStateWriter state, QueueState queue, CallContext call, Draft draft, string bodyMd5, int size, DateTimeOffset now)
    {
        var place = messages.NextPlace(now);
        var sequence = queue.IsFifo ? MessageStore.SequenceNumberOf(place) : null;
        var messageId = ids.NewId();
        if (queue.IsFifo && Duplicate(state, queue, draft, messageId, sequence!, now) is { } earlier)
        {
            return Answer(draft, earlier.MessageId, bodyMd5, earlier.SequenceNumber);
        }

        var delay = queue.IsFifo ? queue.DelaySeconds : draft.DelaySeconds ?? queue.DelaySeconds;
        var content = new MessageContent
        {
            MessageId = messageId,
            Body = draft.Body,
            BodyMd5 = bodyMd5,
            SentMilliseconds = now.ToUnixTimeMilliseconds(),
            SenderId = call.Caller.UserId,
            Attributes = draft.Attributes is { Count: > 0 } attributes ? attributes : null,
            TraceHeader = DraftRules.TraceHeaderOf(draft),
            GroupId = draft.GroupId,
            DeduplicationId = draft.DeduplicationId,
            SequenceNumber = sequence,
        };
        var delivery = new Delivery
        {
            VisibleAt = now.AddSeconds(delay).ToUnixTimeMilliseconds(),
            Size = size,
            GroupId = queue.IsFifo ? draft.GroupId : null,
        };
        messages.Add(state, queue.Store, place, content, delivery);
        return Answer(draft, messageId, bodyMd5, sequence);
    }

    private Deduplicated? Duplicate(
        IStateWriter state, QueueState queue, Draft draft, string messageId, string sequence, DateTimeOffset now)
    {
        var key = queue.DeduplicatesPerGroup ? $"{draft.GroupId}\0{draft.DeduplicationId}" : draft.DeduplicationId!;
        var milliseconds = now.ToUnixTimeMilliseconds();
        if (messages.FindDuplicate(state, queue.Store, key) is { } earlier && earlier.ExpiresAt > milliseconds)
        {
            return earlier;
        }

        var expiresAt = milliseconds + (long)SqsLimits.DeduplicationWindow.TotalMilliseconds;
        messages.RememberDuplicate(state, queue.Store, key, new(messageId, sequence, expiresAt));
        return null;
    }

    private static SentMessage Answer(Draft draft, string messageId, string bodyMd5, string? sequence) => new(
        messageId, bodyMd5, AttributeDigest.OfAttributes(draft.Attributes),
        AttributeDigest.OfAttributes(draft.SystemAttributes), sequence);
}
