using System.Globalization;
using Weir.Kernel.Identity.Signatures;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.Identity.Bodies;

/// <summary>Opens the body of an authenticated request, so that reading it to its end proves it.</summary>
public static class RequestBody
{
    private static readonly (string Suffix, ChecksumAlgorithm Algorithm)[] Suffixes =
    [
        ("crc32", ChecksumAlgorithm.Crc32),
        ("crc32c", ChecksumAlgorithm.Crc32C),
        ("crc64nvme", ChecksumAlgorithm.Crc64Nvme),
        ("sha1", ChecksumAlgorithm.Sha1),
        ("sha256", ChecksumAlgorithm.Sha256),
    ];

    /// <param name="raw">The body as it comes over the wire. Not disposed with the result.</param>
    /// <param name="contentLength">The <c>Content-Length</c> of the request, when it has one.</param>
    /// <param name="compute">Checksums to compute beside those the request brings.</param>
    public static VerifiedBodyStream Open(
        SignedRequest request, Authentication authentication, Stream raw, long? contentLength, params ReadOnlySpan<ChecksumAlgorithm> compute)
    {
        var checks = new List<BodyCheck>();
        foreach (var (suffix, algorithm) in Suffixes)
        {
            var header = $"x-amz-checksum-{suffix}";
            if (request.Header(header) is { } stated)
            {
                var value = Decode(stated);
                checks.Add(value?.Length == StreamingChecksum.BytesOf(algorithm)
                    ? new(algorithm) { Expected = stated }
                    : throw BodyErrors.InvalidChecksum(header));
            }
        }

        var isChunked = authentication.Payload
            is PayloadMode.StreamingSigned or PayloadMode.StreamingSignedTrailer or PayloadMode.StreamingUnsignedTrailer;
        AddTrailers(request, isChunked, checks);
        AddMd5(request, checks);
        if (authentication.PayloadHash is { } hash)
        {
            var own = Check(checks, ChecksumAlgorithm.Sha256);
            own.ExpectedPayloadHash = hash;
        }

        foreach (var algorithm in compute)
        {
            Check(checks, algorithm);
        }

        if (!isChunked)
        {
            return new(raw, chunked: null, contentLength, checks);
        }

        var chunked = new AwsChunkedStream(raw, authentication.Payload, authentication.Chunks);
        return new(chunked, chunked, DecodedLength(request), checks);
    }

    /// <summary>The header's name for a checksum: <c>x-amz-checksum-crc64nvme</c>; MD5 has none.</summary>
    public static string HeaderOf(ChecksumAlgorithm algorithm) =>
        $"x-amz-checksum-{Suffixes.First(known => known.Algorithm == algorithm).Suffix}";

    private static void AddTrailers(SignedRequest request, bool isChunked, List<BodyCheck> checks)
    {
        if (!isChunked || request.Header("x-amz-trailer") is not { Length: > 0 } names)
        {
            return;
        }

        foreach (var name in names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var found = Suffixes.FirstOrDefault(known => name.Equals($"x-amz-checksum-{known.Suffix}", StringComparison.OrdinalIgnoreCase));
            if (found.Suffix is null)
            {
                throw BodyErrors.InvalidTrailer(name);
            }

            Check(checks, found.Algorithm).TrailerName = name.ToLowerInvariant();
        }
    }

    private static void AddMd5(SignedRequest request, List<BodyCheck> checks)
    {
        if (request.Header("Content-MD5") is not { } stated)
        {
            return;
        }

        checks.Add(Decode(stated)?.Length == StreamingChecksum.BytesOf(ChecksumAlgorithm.Md5)
            ? new(ChecksumAlgorithm.Md5) { Expected = stated }
            : throw BodyErrors.InvalidMd5(stated));
    }

    private static BodyCheck Check(List<BodyCheck> checks, ChecksumAlgorithm algorithm)
    {
        var check = checks.Find(known => known.Algorithm == algorithm);
        if (check is null)
        {
            check = new(algorithm);
            checks.Add(check);
        }

        return check;
    }

    private static long DecodedLength(SignedRequest request)
    {
        var stated = request.Header("x-amz-decoded-content-length");
        return long.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : throw BodyErrors.MissingLength();
    }

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[StreamingChecksum.BytesMax + 4];
        return Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : null;
    }
}

/// <summary>One checksum of a body and what it is held against.</summary>
internal sealed class BodyCheck(ChecksumAlgorithm algorithm)
{
    public ChecksumAlgorithm Algorithm { get; } = algorithm;

    public StreamingChecksum Sum { get; } = new(algorithm);

    /// <summary>Base 64, from a header.</summary>
    public string? Expected { get; init; }

    /// <summary>The trailer that will bring the expected value.</summary>
    public string? TrailerName { get; set; }

    /// <summary>Hexadecimal, from <c>x-amz-content-sha256</c>.</summary>
    public string? ExpectedPayloadHash { get; set; }

    public void Verify(AwsChunkedStream? chunked)
    {
        var computed = Sum.CurrentBase64();
        if (ExpectedPayloadHash is { } hash)
        {
            var own = Convert.ToHexStringLower(Sum.Current());
            if (!string.Equals(hash, own, StringComparison.Ordinal))
            {
                throw BodyErrors.HashMismatch(hash, own);
            }
        }

        Require(Expected, computed);
        if (TrailerName is not null)
        {
            Require(chunked!.Trailers.GetValueOrDefault(TrailerName) ?? throw BodyErrors.MalformedTrailer(), computed);
        }
    }

    private void Require(string? expected, string computed)
    {
        if (expected is null || string.Equals(expected, computed, StringComparison.Ordinal))
        {
            return;
        }

        throw Algorithm == ChecksumAlgorithm.Md5
            ? BodyErrors.Md5Mismatch(expected, computed)
            : BodyErrors.ChecksumMismatch(Algorithm == ChecksumAlgorithm.Crc64Nvme ? "CRC64NVME" : Algorithm.ToString().ToUpperInvariant());
    }
}
