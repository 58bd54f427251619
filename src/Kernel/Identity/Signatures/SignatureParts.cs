using System.Globalization;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>A version 4 signature as a request states it, in a header or in the query, before anything is verified.</summary>
internal sealed record SignatureParts
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string AsymmetricAlgorithm = "AWS4-ECDSA-P256-SHA256";
    public const string TimestampFormat = "yyyyMMdd'T'HHmmss'Z'";

    public required CredentialScope Scope { get; init; }

    /// <summary>Lower-case names joined by semicolons, as signed.</summary>
    public required string SignedHeaders { get; init; }

    public required string Signature { get; init; }

    public required string Timestamp { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    public string? SessionToken { get; init; }

    /// <summary>Null for a signature in a header.</summary>
    public TimeSpan? Lifetime { get; init; }

    public bool IsPresigned => Lifetime is not null;

    public static bool TryReadTimestamp(string? text, out DateTimeOffset at) => DateTimeOffset.TryParseExact(
        text, TimestampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);
}

/// <summary><c>AKID/20260101/us-east-1/s3/aws4_request</c>.</summary>
internal sealed record CredentialScope(string AccessKeyId, string Date, string Region, string Service)
{
    private const string Terminator = "aws4_request";

    /// <summary>What the string to sign calls the credential scope: all but the key id.</summary>
    public string Text { get; } = $"{Date}/{Region}/{Service}/{Terminator}";

    public static CredentialScope? TryParse(string text)
    {
        // An access key id may itself hold slashes, so the scope is cut from its end.
        Span<int> cuts = stackalloc int[4];
        var end = text.Length;
        for (var cut = cuts.Length - 1; cut >= 0; cut--)
        {
            end = end > 0 ? text.LastIndexOf('/', end - 1) : -1;
            if (end < 0)
            {
                return null;
            }

            cuts[cut] = end;
        }

        var isScope = cuts[0] > 0 && cuts[1] - cuts[0] - 1 == 8 && cuts[3] > cuts[2] + 1
            && text.AsSpan(cuts[3] + 1).SequenceEqual(Terminator);
        return isScope
            ? new(text[..cuts[0]], text[(cuts[0] + 1)..cuts[1]], text[(cuts[1] + 1)..cuts[2]], text[(cuts[2] + 1)..cuts[3]])
            : null;
    }
}
