using System.Buffers;
using System.Net;
using Microsoft.Extensions.Primitives;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>What a signature covers of an HTTP request, exactly as it came over the wire.</summary>
public sealed record SignedRequest
{
    public required string Method { get; init; }

    /// <summary>The path as sent, percent-encoding untouched, without the query: <c>/bucket/a%20b</c>.</summary>
    public required string RawPath { get; init; }

    /// <summary>The query as sent, without the question mark.</summary>
    public string RawQuery { get; init; } = "";

    /// <summary>By name, ignoring case.</summary>
    public required IDictionary<string, StringValues> Headers { get; init; }

    /// <summary>The host where there is no such header (HTTP/2 has a pseudo-header).</summary>
    public string? Host { get; init; }

    /// <summary>The bucket where the host names it (<c>bucket.s3.localhost</c>): version 2 signs it as part of the path.</summary>
    public string? HostBucket { get; init; }

    public IPAddress? SourceAddress { get; init; }

    /// <summary>
    /// The whole body where it is already in memory. Every service but S3 signs the body without saying its hash, so only
    /// S3 may be authenticated with the body still to come (null).
    /// </summary>
    public ReadOnlySequence<byte>? Body { get; init; }

    /// <summary>How errors are spoken; null to tell from the signature's service and the headers.</summary>
    public ErrorFamily? Family { get; init; }

    /// <summary>True for operations that need no signature; S3 never needs one (bucket policies decide).</summary>
    public bool AllowsAnonymous { get; init; }

    internal string? Header(string name) =>
        Headers.TryGetValue(name, out var values) && values.Count > 0 ? values.ToString() : null;
}

/// <summary>The dialects in which AWS services refuse a signature.</summary>
public enum ErrorFamily
{
    /// <summary>S3: <c>SignatureDoesNotMatch</c>, <c>InvalidAccessKeyId</c> and members with what was signed.</summary>
    S3,

    /// <summary>Query services (IAM, STS): <c>SignatureDoesNotMatch</c>, <c>InvalidClientTokenId</c>.</summary>
    Query,

    /// <summary>JSON 1.0, JSON 1.1 and CBOR: <c>InvalidSignatureException</c>, <c>UnrecognizedClientException</c>, status 400.</summary>
    Json,

    /// <summary>REST-JSON: the codes of JSON, status 403.</summary>
    RestJson,
}
