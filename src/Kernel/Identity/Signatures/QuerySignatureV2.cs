using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>
/// S3's presigned addresses of signature version 2, which boto3 still makes unless told otherwise: HMAC-SHA1 over method, a few
/// headers, the time the address ends, and the resource. Nothing of the body and no other header is covered.
/// </summary>
/// <remarks>Follows S3's "Signing and authenticating REST requests" (query string authentication).</remarks>
internal sealed record QuerySignatureV2
{
    private const string KeyName = "AWSAccessKeyId";

    /// <summary>The parameters of the query that are part of the resource, in the order in which they are signed.</summary>
    private static readonly string[] SubResources =
    [
        "accelerate", "acl", "analytics", "cors", "delete", "encryption", "inventory", "legal-hold", "lifecycle", "location", "logging",
        "metrics", "notification", "object-lock", "partNumber", "policy", "publicAccessBlock", "replication", "requestPayment",
        "response-cache-control", "response-content-disposition", "response-content-encoding", "response-content-language",
        "response-content-type", "response-expires", "restore", "retention", "select", "select-type", "tagging", "torrent", "uploadId",
        "uploads", "versionId", "versioning", "versions", "website",
    ];

    public required string AccessKeyId { get; init; }

    public required string Signature { get; init; }

    public required DateTimeOffset Ends { get; init; }

    public string? SessionToken { get; init; }

    private Dictionary<string, string> Query { get; init; } = [];

    /// <summary>Null when the query holds no such signature.</summary>
    public static QuerySignatureV2? Read(SignedRequest request)
    {
        if (!request.RawQuery.Contains(KeyName, StringComparison.Ordinal) || request.Header("Authorization") is not null)
        {
            return null;
        }

        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in QueryText.Pairs(request.RawQuery))
        {
            query.TryAdd(name, value);
        }

        if (!query.TryGetValue(KeyName, out var key) || !query.TryGetValue("Signature", out var signature))
        {
            return null;
        }

        var isTime = long.TryParse(query.GetValueOrDefault("Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        return new()
        {
            AccessKeyId = key,
            Signature = signature,
            Ends = isTime
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : throw SignatureErrors.BadExpires(query.GetValueOrDefault("Expires")),
            SessionToken = query.GetValueOrDefault("x-amz-security-token"),
            Query = query,
        };
    }

    public string StringToSign(SignedRequest request)
    {
        var text = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(Covered(request, "content-md5")).Append('\n')
            .Append(Covered(request, "content-type")).Append('\n')
            .Append(Ends.ToUnixTimeSeconds()).Append('\n');
        foreach (var (name, value) in AmazonHeaders(request))
        {
            text.Append(name).Append(':').Append(value).Append('\n');
        }

        text.Append(request.HostBucket is { } bucket ? $"/{bucket}" : "").Append(request.RawPath);
        var separator = '?';
        foreach (var name in SubResources)
        {
            if (Query.TryGetValue(name, out var value))
            {
                text.Append(separator).Append(name).Append(value.Length > 0 ? "=" : "").Append(value);
                separator = '&';
            }
        }

        return text.ToString();
    }

    public bool Matches(string stringToSign, string secret)
    {
        // The algorithm is the protocol's, not ours to choose.
#pragma warning disable CA5350
        var computed = HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(stringToSign));
#pragma warning restore CA5350
        Span<byte> given = stackalloc byte[HMACSHA1.HashSizeInBytes + 3];
        return Convert.TryFromBase64String(Signature, given, out var length) && CryptographicOperations.FixedTimeEquals(given[..length], computed);
    }

    /// <summary>Clients move headers they signed into the query, so that whoever has the address need not send them.</summary>
    private string Covered(SignedRequest request, string header) =>
        request.Header(header) ?? Query.FirstOrDefault(pair => pair.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    private SortedDictionary<string, string> AmazonHeaders(SignedRequest request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Headers.Select(header => (header.Key, string.Join(',', header.Value.ToArray()))).Concat(Query.Select(pair => (pair.Key, pair.Value))))
        {
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            {
                headers.TryAdd(name.ToLowerInvariant(), value.Trim());
            }
        }

        return headers;
    }
}
