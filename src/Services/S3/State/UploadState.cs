namespace Weir.Services.S3.State;

/// <summary>A multipart upload that is neither completed nor aborted.</summary>
internal sealed record UploadState
{
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    public required string UploadId { get; init; }

    public required DateTimeOffset Initiated { get; init; }

    /// <summary>The initiator's ARN.</summary>
    public required string Initiator { get; init; }

    public ObjectHeaders Headers { get; init; } = ObjectHeaders.None;

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public IReadOnlyList<TagState>? Tags { get; init; }

    /// <summary>The algorithm every part must bring; null when none was asked for.</summary>
    public string? ChecksumAlgorithm { get; init; }

    public string? ChecksumType { get; init; }

    /// <summary>Whether its parts and the object lie encrypted.</summary>
    public bool IsEncrypted { get; init; }
}

/// <summary>One uploaded part; its content is a blob of its own until the upload completes.</summary>
internal sealed record PartState
{
    public required string BlobId { get; init; }

    public required long Size { get; init; }

    public required string ETag { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>CRC-64/NVME of the content, base 64: combined into the whole object's.</summary>
    public required string Crc64 { get; init; }

    /// <summary>In the upload's algorithm, base 64; null when it has none.</summary>
    public string? Checksum { get; init; }
}

/// <summary>An event on its way to one destination, queued in the transaction that changed the object.</summary>
internal sealed record EventState
{
    public required NotificationKind Kind { get; init; }

    public required string Destination { get; init; }

    public required string Bucket { get; init; }

    /// <summary>The bucket's owner, in whose account S3 sends.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>The message as the destination gets it.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }
}
