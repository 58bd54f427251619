namespace Weir.Services.S3.State;

/// <summary>What is true of one bucket. Bucket names are global: the key is the name alone.</summary>
internal sealed record BucketState
{
    public required string Name { get; init; }

    /// <summary>The twelve-digit account that owns it.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public IReadOnlyList<TagState>? Tags { get; init; }

    /// <summary>The bucket policy's JSON as it was put.</summary>
    public string? Policy { get; init; }

    public IReadOnlyList<NotificationState> Notifications { get; init; } = [];

    /// <summary>Whether objects are encrypted (SSE-S3) when a request does not say.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>As it was put; of no consequence for SSE-S3.</summary>
    public bool? IsBucketKeyEnabled { get; init; }
}

internal sealed record TagState(string Key, string Value);

/// <summary>One destination of a bucket's events.</summary>
internal sealed record NotificationState
{
    public required string Id { get; init; }

    public required NotificationKind Kind { get; init; }

    /// <summary>The ARN of the queue or function.</summary>
    public required string Destination { get; init; }

    /// <summary>As they were put: <c>s3:ObjectCreated:*</c>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    public string? Prefix { get; init; }

    public string? Suffix { get; init; }
}

internal enum NotificationKind
{
    Queue = 1,
    Function = 2,
}
