namespace Weir.Kernel.Identity.Signatures;

/// <summary>What a verified request proves: who asks, for which region and service, and how its body is protected.</summary>
public sealed record Authentication
{
    public required Caller Caller { get; init; }

    /// <summary>The region of the signature's scope; the configured one for anonymous requests.</summary>
    public required string Region { get; init; }

    /// <summary>The service of the signature's scope (<c>s3</c>, <c>kinesis</c>); empty for anonymous requests.</summary>
    public required string Service { get; init; }

    /// <summary>Null for anonymous requests.</summary>
    public string? AccessKeyId { get; init; }

    public required PayloadMode Payload { get; init; }

    /// <summary>The lower-case hexadecimal SHA-256 the body must have, for <see cref="PayloadMode.SignedHash"/>.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>Verifies the body's chunks, for the signed streaming modes.</summary>
    public ChunkVerifier? Chunks { get; init; }

    /// <summary>True when the signature came in the query.</summary>
    public bool IsPresigned { get; init; }

    public DateTimeOffset? SignedAt { get; init; }
}

/// <summary>How the body of a request is protected.</summary>
public enum PayloadMode
{
    /// <summary>Not at all, or already verified because it was in memory.</summary>
    Unsigned,

    /// <summary>By the hash in <c>x-amz-content-sha256</c>, to be verified while it is read.</summary>
    SignedHash,

    /// <summary><c>STREAMING-AWS4-HMAC-SHA256-PAYLOAD</c>: a chain of chunk signatures.</summary>
    StreamingSigned,

    /// <summary><c>STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER</c>: the chain, then a signed trailer.</summary>
    StreamingSignedTrailer,

    /// <summary><c>STREAMING-UNSIGNED-PAYLOAD-TRAILER</c>: chunks and a trailer, none signed.</summary>
    StreamingUnsignedTrailer,
}
