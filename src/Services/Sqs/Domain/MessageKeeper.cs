using Weir.Kernel.Core;
using Weir.Kernel.State;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Domain;

/// <summary>What receivers do with messages they hold: delete them, or change how long they stay hidden.</summary>
internal sealed class MessageKeeper(
    QueueTable queues, MessageStore messages, QueueSignals signals, TimeProvider clock, HopMetrics metrics)
{
    /// <summary>One outcome per handle, in order: null for done, else the caller's error.</summary>
    public async ValueTask<IReadOnlyList<ServiceException?>> DeleteAsync(
        QueueAddress address, IReadOnlyList<string> handles, CancellationToken cancellationToken)
    {
        var (queue, outcomes, removed) = await queues.Store.WriteAsync(
            state =>
            {
                var owner = queues.Require(state, address);
                var sizes = new List<int>();
                return (owner, handles.Select(handle => Outcome(() => Delete(state, owner, handle, sizes))).ToList(), sizes);
            },
            cancellationToken);
        if (removed.Count > 0)
        {
            metrics.Out("sqs", queue.Name, removed.Count, removed.Sum(size => (long)size));
        }

        if (queue.IsFifo)
        {
            signals.Pulse(queue.Id); // its groups may go on
        }

        return outcomes;
    }

    public async ValueTask<IReadOnlyList<ServiceException?>> ChangeVisibilityAsync(
        QueueAddress address, IReadOnlyList<(string Handle, TimeSpan Visibility)> changes, CancellationToken cancellationToken)
    {
        var (queue, outcomes) = await queues.Store.WriteAsync(
            state =>
            {
                var owner = queues.Require(state, address);
                return (owner, changes.Select(change => Outcome(() => Hide(state, owner, change.Handle, change.Visibility))).ToList());
            },
            cancellationToken);
        signals.Pulse(queue.Id);
        return outcomes;
    }

    private void Delete(IStateWriter state, QueueState queue, string text, List<int> sizes)
    {
        var handle = ReceiptHandle.Parse(text, queue.Id);
        var store = QueueState.StoreOf(queue.Id, handle.Generation);
        if (messages.Delivery(state, store, handle.Place) is not { } delivery || delivery.ReceiveCount != handle.ReceiveCount)
        {
            return; // deleted already, or received again since: as SQS, no error
        }

        if (queue.IsFifo && delivery.VisibleAt <= clock.GetUtcNow().ToUnixTimeMilliseconds())
        {
            throw SqsErrors.InvalidParameter("ReceiptHandle", text, "The receipt handle has expired.");
        }

        messages.Remove(state, store, handle.Place, delivery);
        sizes.Add(delivery.Size);
    }

    private void Hide(IStateWriter state, QueueState queue, string text, TimeSpan visibility)
    {
        var handle = ReceiptHandle.Parse(text, queue.Id);
        var store = QueueState.StoreOf(queue.Id, handle.Generation);
        var now = clock.GetUtcNow();
        if (messages.Delivery(state, store, handle.Place) is not { } delivery)
        {
            throw SqsErrors.InvalidParameter(
                "ReceiptHandle", text, "Message does not exist or is not available for visibility timeout change.");
        }

        if (delivery.VisibleAt <= now.ToUnixTimeMilliseconds() || delivery.ReceiveCount != handle.ReceiveCount)
        {
            throw SqsErrors.MessageNotInflight();
        }

        messages.Change(state, store, handle.Place, delivery, delivery with { VisibleAt = (now + visibility).ToUnixTimeMilliseconds() });
    }

    private static ServiceException? Outcome(Action change)
    {
        try
        {
            change();
            return null;
        }
        catch (ServiceException error)
        {
            return error;
        }
    }
}
