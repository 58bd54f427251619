using Weir.Kernel.Identity;

namespace Weir.Contracts;

/// <summary>What other services may ask of SQS. Errors are SQS's own.</summary>
public interface IQueues
{
    /// <param name="queue">The queue's ARN.</param>
    ValueTask<string> SendAsync(CallContext call, string queue, string body, CancellationToken cancellationToken);

    /// <summary>Throws when there is no such queue or the caller may not send to it.</summary>
    void RequireSendable(CallContext call, string queue);

    /// <summary>Up to <paramref name="messagesMax"/> messages, waiting up to <paramref name="wait"/> for the first; each is hidden for its visibility time.</summary>
    ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(
        CallContext call, string queue, int messagesMax, TimeSpan wait, CancellationToken cancellationToken);

    ValueTask DeleteAsync(CallContext call, string queue, IReadOnlyList<string> receiptHandles, CancellationToken cancellationToken);

    /// <summary>Makes messages visible again (zero: at once) or later.</summary>
    ValueTask ChangeVisibilityAsync(
        CallContext call, string queue, IReadOnlyList<string> receiptHandles, TimeSpan visibility, CancellationToken cancellationToken);
}

/// <summary>Sends with message attributes, as dead letters carry them. Errors are SQS's own.</summary>
public interface IQueueSender
{
    ValueTask<string> SendAsync(
        CallContext call, string queue, string body, IReadOnlyDictionary<string, QueueMessageAttribute> attributes,
        CancellationToken cancellationToken);
}

public sealed record QueueMessage
{
    public required string MessageId { get; init; }
    public required string ReceiptHandle { get; init; }
    public required string Body { get; init; }
    public required string BodyMd5 { get; init; }
    /// <summary>System attributes as SQS names them: <c>ApproximateReceiveCount</c>, <c>SentTimestamp</c> …</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }
    /// <summary>MD5 of the message attributes; null when there are none.</summary>
    public string? AttributesMd5 { get; init; }
    public IReadOnlyDictionary<string, QueueMessageAttribute> MessageAttributes { get; init; } = new Dictionary<string, QueueMessageAttribute>();
}

public sealed record QueueMessageAttribute(string DataType, string? StringValue, byte[]? BinaryValue);
