namespace Weir.Services.Sqs.State;

/// <summary>What was sent; never changes.</summary>
internal sealed record MessageContent
{
    public required string MessageId { get; init; }
    public required string Body { get; init; }
    public required string BodyMd5 { get; init; }
    public required long SentMilliseconds { get; init; }
    public required string SenderId { get; init; }
    public IReadOnlyDictionary<string, MessageValue>? Attributes { get; init; }
    public string? TraceHeader { get; init; }
    public string? GroupId { get; init; }
    public string? DeduplicationId { get; init; }
    public string? SequenceNumber { get; init; }
    public string? DeadLetterSourceArn { get; init; }
}

/// <summary>A message attribute's value: text, or bytes when the type says <c>Binary</c>.</summary>
internal sealed record MessageValue(string Type, string? Text, byte[]? Binary);

/// <summary>Where a message is in its life: the part that receives change.</summary>
internal sealed record Delivery
{
    /// <summary>From when on it can be received, in Unix milliseconds.</summary>
    public required long VisibleAt { get; init; }
    public int ReceiveCount { get; init; }

    /// <summary>The count when it came into this queue; more than zero after a move to a dead-letter queue.</summary>
    public int ReceiveCountBefore { get; init; }
    public long FirstReceived { get; init; }

    /// <summary>Bytes of body and attributes, for the metrics.</summary>
    public required int Size { get; init; }
    public string? GroupId { get; init; }
}

/// <summary>A message id that a FIFO queue has accepted within the deduplication window.</summary>
internal sealed record Deduplicated(string MessageId, string SequenceNumber, long ExpiresAt);

/// <summary>Messages of a deleted or purged queue, to be collected.</summary>
internal sealed record Garbage(string Store);
