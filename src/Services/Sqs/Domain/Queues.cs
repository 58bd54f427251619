using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Domain;

/// <summary>Queues for other services: the same rules and the same authorization as over the wire.</summary>
internal sealed class Queues(QueueTable queues, MessageSender sender, MessageReceiver receiver, MessageKeeper keeper)
    : IQueues, IQueueSender
{
    public ValueTask<string> SendAsync(CallContext call, string queue, string body, CancellationToken cancellationToken) =>
        SendAsync(call, queue, body, new Dictionary<string, QueueMessageAttribute>(), cancellationToken);

    public async ValueTask<string> SendAsync(
        CallContext call, string queue, string body, IReadOnlyDictionary<string, QueueMessageAttribute> attributes,
        CancellationToken cancellationToken)
    {
        var state = Authorized(call, queue, "sqs:SendMessage");
        var values = attributes.ToDictionary(
            pair => pair.Key, pair => new MessageValue(pair.Value.DataType, pair.Value.StringValue, pair.Value.BinaryValue));
        var draft = DraftRules.Check(state, Fifo(state, new() { Body = body, Attributes = values }));
        return (await sender.SendAsync(call, state.Address, [draft], cancellationToken))[0].MessageId;
    }

    public void RequireSendable(CallContext call, string queue) => Authorized(call, queue, "sqs:SendMessage");

    public async ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(
        CallContext call, string queue, int messagesMax, TimeSpan wait, CancellationToken cancellationToken)
    {
        var state = Authorized(call, queue, "sqs:ReceiveMessage");
        var received = await receiver.ReceiveAsync(state.Address, messagesMax, null, wait, cancellationToken);
        return [.. received.Select(View)];
    }

    public async ValueTask DeleteAsync(
        CallContext call, string queue, IReadOnlyList<string> receiptHandles, CancellationToken cancellationToken)
    {
        var state = Authorized(call, queue, "sqs:DeleteMessage");
        Throw(await keeper.DeleteAsync(state.Address, receiptHandles, cancellationToken));
    }

    public async ValueTask ChangeVisibilityAsync(
        CallContext call, string queue, IReadOnlyList<string> receiptHandles, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var state = Authorized(call, queue, "sqs:ChangeMessageVisibility");
        var changes = receiptHandles.Select(handle => (handle, visibility)).ToList();
        Throw(await keeper.ChangeVisibilityAsync(state.Address, changes, cancellationToken));
    }

    private QueueState Authorized(CallContext call, string queue, string action)
    {
        if (!Arn.TryParse(queue, out var arn) || arn.Service != "sqs")
        {
            throw SqsErrors.InvalidAddress(queue);
        }

        var state = queues.Find(new(arn.Account, arn.Region, arn.Resource));
        call.Authorizer.Authorize(call, new()
        {
            Action = action,
            Resource = queue,
            ResourcePolicy = state?.Policy,
        });
        return state ?? throw SqsErrors.QueueDoesNotExist();
    }

    /// <summary>A service has no group of its own to name: all it sends is one group.</summary>
    private static Draft Fifo(QueueState queue, Draft draft) => queue.IsFifo ? draft with { GroupId = "default" } : draft;

    private static QueueMessage View(ReceivedMessage received) => new()
    {
        MessageId = received.Content.MessageId,
        ReceiptHandle = received.Handle.ToString(),
        Body = received.Content.Body,
        BodyMd5 = received.Content.BodyMd5,
        Attributes = SystemAttributes.Of(received),
        AttributesMd5 = AttributeDigest.OfAttributes(received.Content.Attributes),
        MessageAttributes = (received.Content.Attributes ?? new Dictionary<string, MessageValue>()).ToDictionary(
            pair => pair.Key, pair => new QueueMessageAttribute(pair.Value.Type, pair.Value.Text, pair.Value.Binary)),
    };

    private static void Throw(IReadOnlyList<ServiceException?> outcomes)
    {
        if (outcomes.FirstOrDefault(error => error is not null) is { } error)
        {
            throw error;
        }
    }
}
