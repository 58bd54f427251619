namespace Weir.Services.S3.State;

/// <summary>What is true of one object; the content lies in a blob.</summary>
internal sealed record ObjectState
{
    public required string BlobId { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Without quotes.</summary>
    public required string ETag { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public ObjectHeaders Headers { get; init; } = ObjectHeaders.None;

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public IReadOnlyList<TagState>? Tags { get; init; }

    public required ChecksumState Checksum { get; init; }

    /// <summary>Zero for an object put as a whole. The parts themselves: <see cref="PartsState"/>.</summary>
    public int PartCount { get; init; }

    /// <summary>The multipart upload that made it: a repeated completion gets the same answer.</summary>
    public string? UploadId { get; init; }

    /// <summary>Event order of changes to one key.</summary>
    public long Sequencer { get; init; }
}

/// <summary>The headers that an object gives back as they were put.</summary>
internal sealed record ObjectHeaders
{
    public static ObjectHeaders None { get; } = new();

    public string? ContentType { get; init; }
    public string? CacheControl { get; init; }
    public string? ContentDisposition { get; init; }
    public string? ContentEncoding { get; init; }
    public string? ContentLanguage { get; init; }
    public DateTimeOffset? Expires { get; init; }
    public string? WebsiteRedirectLocation { get; init; }

    /// <summary>Null is STANDARD.</summary>
    public string? StorageClass { get; init; }
}

/// <param name="Algorithm">As S3 writes it: <c>CRC64NVME</c>.</param>
/// <param name="Value">Base 64; composite ones end in <c>-N</c>.</param>
/// <param name="Type"><c>FULL_OBJECT</c> or <c>COMPOSITE</c>.</param>
internal sealed record ChecksumState(string Algorithm, string Value, string Type);

/// <summary>The parts an object was assembled from, beside its row: listings need not read them.</summary>
internal sealed record PartsState(IReadOnlyList<PartSummary> Parts);

internal sealed record PartSummary(int Number, long Size, string? Checksum);
