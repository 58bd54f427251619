using Weir.Kernel.Core;

namespace Weir.Kernel.Identity.Bodies;

/// <summary>How S3 refuses a body that is not what its headers promised.</summary>
internal static class BodyErrors
{
    public static ServiceException HashMismatch(string stated, string computed) => new(
        "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.", 400)
    {
        Members = new Dictionary<string, string>
        {
            ["ClientComputedContentSHA256"] = stated,
            ["S3ComputedContentSHA256"] = computed,
        },
    };

    public static ServiceException ChecksumMismatch(string algorithm) =>
        new("BadDigest", $"The {algorithm} you specified did not match the calculated checksum.", 400);

    public static ServiceException Md5Mismatch(string stated, string computed) => new(
        "BadDigest", "The Content-MD5 you specified did not match what we received.", 400)
    {
        Members = new Dictionary<string, string> { ["ExpectedDigest"] = stated, ["CalculatedDigest"] = computed },
    };

    public static ServiceException InvalidMd5(string stated) => new("InvalidDigest", "The Content-MD5 you specified was invalid.", 400)
    {
        Members = new Dictionary<string, string> { ["Content-MD5"] = stated },
    };

    public static ServiceException InvalidChecksum(string header) =>
        new("InvalidRequest", $"Value for {header} header is invalid.", 400);

    public static ServiceException InvalidTrailer(string name) =>
        new("InvalidRequest", $"The value specified in the x-amz-trailer header is not supported: {name}", 400);

    public static ServiceException ChunkSignatureMismatch() => new(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        403);

    public static ServiceException MalformedTrailer() => new(
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our published schema.",
        400);

    public static ServiceException MalformedChunk(string why) =>
        new("IncompleteBody", $"The request body terminated unexpectedly: {why}", 400);

    public static ServiceException Incomplete() => new(
        "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header", 400);

    public static ServiceException MissingLength() => new("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
}
