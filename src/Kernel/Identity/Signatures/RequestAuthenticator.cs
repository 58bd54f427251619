using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Kernel.Identity.Bodies;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>Verifies AWS signature version 4: in the header, in the query (presigned), or none (anonymous); and S3's presigned version 2.</summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class RequestAuthenticator(
    IEnumerable<ICredentialSource> sources, WeirSettings settings, TimeProvider clock, ILogger<RequestAuthenticator> logger)
    : IRequestAuthenticator
{
    private const int CanonicalBytes = 2048;
    private static readonly TimeSpan LongSkewMax = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ShortSkewMax = TimeSpan.FromMinutes(5);

    private readonly ICredentialSource[] _sources = [.. sources];
    private readonly SigningKeys _keys = new();

    public Authentication Authenticate(SignedRequest request)
    {
        SignatureParts? parts = null;
        var old = (QuerySignatureV2?)null;
        try
        {
            old = QuerySignatureV2.Read(request);
            if (old is not null)
            {
                return Verified(request, old);
            }

            parts = SignatureReader.Read(request);
            return parts is null ? Anonymous(request) : Verified(request, parts);
        }
        catch (ServiceException refusal)
        {
            logger.Refused(parts?.Scope.AccessKeyId ?? old?.AccessKeyId, request.SourceAddress, refusal.Code);
            throw;
        }
    }

    private Authentication Anonymous(SignedRequest request)
    {
        var family = ErrorFamilies.Of(request, service: null);
        return family == ErrorFamily.S3 || request.AllowsAnonymous
            ? new()
            {
                Caller = Caller.Anonymous(settings.AccountId),
                Region = settings.Region,
                Service = "",
                Payload = request.Header("x-amz-content-sha256") is "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
                    ? PayloadMode.StreamingUnsignedTrailer
                    : PayloadMode.Unsigned,
            }
            : throw SignatureErrors.Missing(family);
    }

    private Authentication Verified(SignedRequest request, SignatureParts parts)
    {
        var family = ErrorFamilies.Of(request, parts.Scope.Service);
        var isS3 = family == ErrorFamily.S3;
        var credential = Find(parts.Scope.AccessKeyId) ?? throw SignatureErrors.UnknownKey(family, parts.Scope.AccessKeyId);
        CheckTime(parts, family);
        CheckToken(parts.SessionToken, credential, family);
        CheckSignedHeaders(request, parts, family);
        var payload = PayloadHashes.Of(request, parts, isS3);
        var key = _keys.Of(credential.Secret, parts.Scope.Date, parts.Scope.Region, parts.Scope.Service);
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(request, parts, payload.Signed, isS3, key, signature);
        if (!IsSame(parts.Signature, signature))
        {
            throw Mismatch(request, parts, payload.Signed, family);
        }

        return Proven(request, parts, credential, payload, key, signature);
    }

    private Authentication Verified(SignedRequest request, QuerySignatureV2 signature)
    {
        var credential = Find(signature.AccessKeyId) ?? throw SignatureErrors.UnknownKey(ErrorFamily.S3, signature.AccessKeyId);
        CheckToken(signature.SessionToken, credential, ErrorFamily.S3);
        if (clock.GetUtcNow() is var now && now > signature.Ends)
        {
            throw SignatureErrors.AddressEnded(signature.Ends, now);
        }

        var text = signature.StringToSign(request);
        if (!signature.Matches(text, credential.Secret))
        {
            throw SignatureErrors.Mismatch(ErrorFamily.S3, signature.AccessKeyId, signature.Signature, text, canonicalRequest: "");
        }

        return new()
        {
            Caller = credential.Caller,
            Region = settings.Region,
            Service = "s3",
            AccessKeyId = credential.AccessKeyId,
            Payload = request.Header("x-amz-content-sha256") is "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
                ? PayloadMode.StreamingUnsignedTrailer
                : PayloadMode.Unsigned,
            IsPresigned = true,
            SignedAt = now,
        };
    }

    private static Authentication Proven(
        SignedRequest request, SignatureParts parts, Credential credential, PayloadHashes payload, byte[] key, ReadOnlySpan<byte> signature)
    {
        var mode = payload.Mode;
        if (mode == PayloadMode.SignedHash && request.Body is { } body)
        {
            var computed = PayloadHashes.HashOf(body);
            if (!computed.Equals(payload.Signed, StringComparison.OrdinalIgnoreCase))
            {
                throw BodyErrors.HashMismatch(payload.Signed, computed);
            }

            mode = PayloadMode.Unsigned;
        }

        return new()
        {
            Caller = credential.Caller,
            Region = parts.Scope.Region,
            Service = parts.Scope.Service,
            AccessKeyId = credential.AccessKeyId,
            Payload = mode,
            PayloadHash = mode == PayloadMode.SignedHash ? payload.Signed.ToLowerInvariant() : null,
            Chunks = mode is PayloadMode.StreamingSigned or PayloadMode.StreamingSignedTrailer
                ? new ChunkVerifier(key, parts.Timestamp, parts.Scope.Text, signature)
                : null,
            IsPresigned = parts.IsPresigned,
            SignedAt = parts.SignedAt,
        };
    }

    private Credential? Find(string accessKeyId)
    {
        foreach (var source in _sources)
        {
            if (source.Find(accessKeyId) is { } credential)
            {
                return credential;
            }
        }

        return null;
    }

    private void CheckTime(SignatureParts parts, ErrorFamily family)
    {
        if (!parts.Timestamp.StartsWith(parts.Scope.Date, StringComparison.Ordinal))
        {
            throw SignatureErrors.WrongScopeDate(family, parts.Scope.Date, parts.Timestamp);
        }

        var now = clock.GetUtcNow();
        var skewMax = family is ErrorFamily.S3 or ErrorFamily.Query ? LongSkewMax : ShortSkewMax;
        if (parts.Lifetime is { } lifetime)
        {
            if (now > parts.SignedAt + lifetime)
            {
                throw SignatureErrors.PresignExpired(family, parts.SignedAt, lifetime, now);
            }

            if (parts.SignedAt - now > skewMax)
            {
                throw SignatureErrors.PresignTooEarly(family, parts.SignedAt, now, skewMax);
            }
        }
        else if ((now - parts.SignedAt).Duration() > skewMax)
        {
            throw SignatureErrors.Skewed(family, parts.SignedAt, now, skewMax);
        }
    }

    private void CheckToken(string? sessionToken, Credential credential, ErrorFamily family)
    {
        var isSame = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(sessionToken ?? ""), Encoding.UTF8.GetBytes(credential.SessionToken ?? ""));
        if (!isSame)
        {
            throw sessionToken is null
                ? SignatureErrors.UnknownKey(family, credential.AccessKeyId)
                : SignatureErrors.InvalidToken(family, credential.AccessKeyId);
        }

        if (credential.Expiration <= clock.GetUtcNow())
        {
            throw SignatureErrors.ExpiredToken(family);
        }
    }

    /// <summary>An unsigned host could be sent elsewhere; an unsigned x-amz header could be added on the way to S3.</summary>
    private static void CheckSignedHeaders(SignedRequest request, SignatureParts parts, ErrorFamily family)
    {
        if (!IsSigned(parts, "host") && !IsSigned(parts, ":authority"))
        {
            throw SignatureErrors.HeadersNotSigned(family, "host");
        }

        if (family != ErrorFamily.S3)
        {
            return;
        }

        List<string>? unsigned = null;
        foreach (var name in request.Headers.Keys)
        {
            var isDemanded = name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)
                && !(parts.IsPresigned && name.Equals("x-amz-content-sha256", StringComparison.OrdinalIgnoreCase));
            if (isDemanded && !IsSigned(parts, name))
            {
                (unsigned ??= []).Add(name.ToLowerInvariant());
            }
        }

        if (unsigned is not null)
        {
            throw SignatureErrors.HeadersNotSigned(family, string.Join(", ", unsigned));
        }
    }

    private static bool IsSigned(SignatureParts parts, string header)
    {
        foreach (var range in parts.SignedHeaders.AsSpan().Split(';'))
        {
            if (parts.SignedHeaders.AsSpan(range).Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static void Sign(
        SignedRequest request, SignatureParts parts, string payloadHash, bool isS3, byte[] key, Span<byte> signature)
    {
        using var canonical = new ByteWriter(CanonicalBytes);
        CanonicalRequest.Write(canonical, request, parts, payloadHash, isS3);
        using var text = new ByteWriter(256);
        WriteStringToSign(text, parts, canonical.Written);
        HMACSHA256.HashData(key, text.Written, signature);
    }

    private static void WriteStringToSign(ByteWriter to, SignatureParts parts, ReadOnlySpan<byte> canonical)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonical, hash);
        to.Text(SignatureParts.Algorithm);
        to.Byte((byte)'\n');
        to.Text(parts.Timestamp);
        to.Byte((byte)'\n');
        to.Text(parts.Scope.Text);
        to.Byte((byte)'\n');
        to.Hex(hash);
    }

    private static bool IsSame(string given, ReadOnlySpan<byte> signature)
    {
        Span<byte> bytes = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return given.Length == bytes.Length * 2
            && Convert.FromHexString(given, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(bytes, signature);
    }

    private static ServiceException Mismatch(SignedRequest request, SignatureParts parts, string payloadHash, ErrorFamily family)
    {
        using var canonical = new ByteWriter(CanonicalBytes);
        CanonicalRequest.Write(canonical, request, parts, payloadHash, family == ErrorFamily.S3);
        using var text = new ByteWriter(256);
        WriteStringToSign(text, parts, canonical.Written);
        return SignatureErrors.Mismatch(
            family, parts.Scope.AccessKeyId, parts.Signature, text.ToString(), canonical.ToString());
    }
}
