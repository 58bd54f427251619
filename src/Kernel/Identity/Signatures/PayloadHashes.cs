using System.Buffers;
using System.Security.Cryptography;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>What stands for the body in the canonical request, and how the body itself is then protected.</summary>
internal readonly record struct PayloadHashes(string Signed, PayloadMode Mode)
{
    private const string HeaderName = "x-amz-content-sha256";
    private const string UnsignedPayload = "UNSIGNED-PAYLOAD";
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static PayloadHashes Of(SignedRequest request, SignatureParts parts, bool isS3)
    {
        var stated = request.Header(HeaderName);
        if (parts.IsPresigned && stated is null)
        {
            stated = QueryText.Pairs(request.RawQuery)
                .FirstOrDefault(pair => pair.Name.Equals(HeaderName, StringComparison.OrdinalIgnoreCase)).Value;
            stated ??= isS3 ? UnsignedPayload : null;
        }

        if (stated is not null && ModeOf(stated) is { } mode)
        {
            return new(stated, mode);
        }

        if (!isS3)
        {
            return request.Body is { } body ? new(HashOf(body), PayloadMode.Unsigned)
                : stated is null ? new(EmptyHash, PayloadMode.Unsigned)
                : new(stated, PayloadMode.SignedHash);
        }

        if (stated is null)
        {
            throw SignatureErrors.MissingPayloadHash();
        }

        if (stated.StartsWith("STREAMING-AWS4-ECDSA", StringComparison.Ordinal))
        {
            throw SignatureErrors.AsymmetricNotBuilt();
        }

        return stated.Length == 64 && stated.All(char.IsAsciiHexDigit)
            ? new(stated, PayloadMode.SignedHash)
            : throw SignatureErrors.InvalidPayloadHash(stated);
    }

    public static string HashOf(ReadOnlySequence<byte> body)
    {
        if (body.IsEmpty)
        {
            return EmptyHash;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (body.IsSingleSegment)
        {
            SHA256.HashData(body.FirstSpan, hash);
        }
        else
        {
            using var pieces = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var piece in body)
            {
                pieces.AppendData(piece.Span);
            }

            pieces.GetCurrentHash(hash);
        }

        return Convert.ToHexStringLower(hash);
    }

    private static PayloadMode? ModeOf(string stated) => stated switch
    {
        UnsignedPayload => PayloadMode.Unsigned,
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" => PayloadMode.StreamingSigned,
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => PayloadMode.StreamingSignedTrailer,
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => PayloadMode.StreamingUnsignedTrailer,
        _ => null,
    };
}
