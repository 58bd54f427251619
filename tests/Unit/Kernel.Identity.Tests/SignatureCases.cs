using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using Weir.Kernel.Core;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Identity.Tests;

/// <summary>Requests to verify, and a signer for those that AWS has not published.</summary>
internal static class SignatureCases
{
    public const string ExampleKey = "AKIAIOSFODNN7EXAMPLE";
    public const string ExampleSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    public const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static DateTimeOffset S3Documented { get; } = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);

    public static RequestAuthenticator Authenticator(
        DateTimeOffset now, string key = ExampleKey, string secret = ExampleSecret, params ICredentialSource[] more)
    {
        var settings = new WeirSettings { AccessKey = key, SecretKey = secret, AccountId = "111122223333", DevAccounts = true };
        return new([new RootCredentials(settings), .. more], settings, new FixedClock(now), NullLogger<RequestAuthenticator>.Instance);
    }

    public static Dictionary<string, StringValues> Headers(params (string Name, string Value)[] headers) =>
        headers.ToDictionary(header => header.Name, header => new StringValues(header.Value), StringComparer.OrdinalIgnoreCase);

    public static string Authorization(string key, string scope, string signedHeaders, string signature) =>
        $"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={signedHeaders}, Signature={signature}";

    /// <summary>Signs with our own canonical form: good for negative cases, proof of nothing by itself.</summary>
    public static SignedRequest Sign(
        SignedRequest request, string service, DateTimeOffset at, string secret = ExampleSecret, string key = ExampleKey,
        string? payloadHash = null, string? token = null)
    {
        var timestamp = at.UtcDateTime.ToString(SignatureParts.TimestampFormat, CultureInfo.InvariantCulture);
        request.Headers.Remove("Authorization");
        request.Headers["X-Amz-Date"] = timestamp;
        if (payloadHash is not null)
        {
            request.Headers["x-amz-content-sha256"] = payloadHash;
        }

        if (token is not null)
        {
            request.Headers["X-Amz-Security-Token"] = token;
        }

        var names = string.Join(';', request.Headers.Keys.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal));
        var scope = new CredentialScope(key, timestamp[..8], "us-east-1", service);
        var parts = new SignatureParts
        {
            Scope = scope,
            SignedHeaders = names,
            Signature = "",
            Timestamp = timestamp,
            SignedAt = at,
            SessionToken = token,
        };
        payloadHash ??= request.Body is { } body ? PayloadHashes.HashOf(body) : EmptyHash;
        request.Headers["Authorization"] = Authorization(key, scope.Text, names, SignatureOf(request, parts, payloadHash, secret));
        return request;
    }

    public static SignedRequest Presign(SignedRequest request, string service, DateTimeOffset at, string expires)
    {
        var timestamp = at.UtcDateTime.ToString(SignatureParts.TimestampFormat, CultureInfo.InvariantCulture);
        var scope = new CredentialScope(ExampleKey, timestamp[..8], "us-east-1", service);
        var query = $"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString($"{ExampleKey}/{scope.Text}")}"
            + $"&X-Amz-Date={timestamp}&X-Amz-Expires={expires}&X-Amz-SignedHeaders=host";
        var unsigned = request with { RawQuery = query };
        var parts = new SignatureParts
        {
            Scope = scope,
            SignedHeaders = "host",
            Signature = "",
            Timestamp = timestamp,
            SignedAt = at,
            Lifetime = TimeSpan.Zero,
        };
        var signature = SignatureOf(unsigned, parts, service == "s3" ? "UNSIGNED-PAYLOAD" : EmptyHash, ExampleSecret);
        return request with { RawQuery = $"{query}&X-Amz-Signature={signature}" };
    }

    public static ReadOnlySequence<byte> Body(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string SignatureOf(SignedRequest request, SignatureParts parts, string payloadHash, string secret)
    {
        using var canonical = new ByteWriter(64);
        CanonicalRequest.Write(canonical, request, parts, payloadHash, parts.Scope.Service == "s3");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(canonical.Written));
        var text = $"AWS4-HMAC-SHA256\n{parts.Timestamp}\n{parts.Scope.Text}\n{hash}";
        var key = SigningKeys.Derive(secret, parts.Scope.Date, parts.Scope.Region, parts.Scope.Service);
        return Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
