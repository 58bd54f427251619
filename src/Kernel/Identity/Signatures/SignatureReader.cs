using System.Globalization;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>Finds the signature of a request, in its Authorization header or in its query.</summary>
internal static class SignatureReader
{
    private const int LifetimeSecondsMax = 604_800;

    /// <summary>Where a presigned request of a service other than S3 does not say how long it holds.</summary>
    private static readonly TimeSpan LifetimeDefault = TimeSpan.FromMinutes(15);

    /// <summary>Null when the request bears no signature at all.</summary>
    public static SignatureParts? Read(SignedRequest request)
    {
        if (request.Header("Authorization") is { Length: > 0 } authorization)
        {
            return ReadHeader(request, authorization);
        }

        return request.RawQuery.Contains("X-Amz-", StringComparison.Ordinal)
            ? ReadQuery(request)
            : null;
    }

    private static SignatureParts ReadHeader(SignedRequest request, string authorization)
    {
        var cut = authorization.IndexOf(' ', StringComparison.Ordinal);
        var algorithm = cut < 0 ? authorization : authorization[..cut];
        if (algorithm == SignatureParts.AsymmetricAlgorithm)
        {
            throw SignatureErrors.AsymmetricNotBuilt();
        }

        if (algorithm != SignatureParts.Algorithm)
        {
            throw SignatureErrors.Unsupported(ErrorFamilies.Of(request, algorithm == "AWS" ? "s3" : null), algorithm);
        }

        var (credential, signedHeaders, signature) = Fields(authorization.AsSpan(cut < 0 ? authorization.Length : cut + 1));
        var scope = credential is null ? null : CredentialScope.TryParse(credential);
        var family = ErrorFamilies.Of(request, scope?.Service);
        if (credential is null || signedHeaders is null || signature is null)
        {
            throw SignatureErrors.Incomplete(family, MissingFields(credential, signedHeaders, signature, authorization));
        }

        if (scope is null)
        {
            throw SignatureErrors.Incomplete(family, family == ErrorFamily.S3
                ? "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."
                : $"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'");
        }

        var timestamp = Timestamp(request) ?? throw SignatureErrors.NoDate(family);
        if (!SignatureParts.TryReadTimestamp(timestamp, out var signedAt))
        {
            throw family == ErrorFamily.S3
                ? SignatureErrors.NoDate(family)
                : SignatureErrors.Incomplete(family, $"Date must be in ISO-8601 'basic format'. Got '{timestamp}'.");
        }

        return new()
        {
            Scope = scope,
            SignedHeaders = signedHeaders,
            Signature = signature,
            Timestamp = timestamp,
            SignedAt = signedAt,
            SessionToken = request.Header("X-Amz-Security-Token"),
        };
    }

    private static (string? Credential, string? SignedHeaders, string? Signature) Fields(ReadOnlySpan<char> text)
    {
        string? credential = null;
        string? signedHeaders = null;
        string? signature = null;
        foreach (var range in text.Split(','))
        {
            var field = text[range].Trim();
            var cut = field.IndexOf('=');
            if (cut < 0)
            {
                continue;
            }

            var value = field[(cut + 1)..].ToString();
            switch (field[..cut])
            {
                case "Credential":
                    credential = value;
                    break;
                case "SignedHeaders":
                    signedHeaders = value;
                    break;
                case "Signature":
                    signature = value;
                    break;
                default:
                    break;
            }
        }

        return (credential, signedHeaders, signature);
    }

    private static string MissingFields(string? credential, string? signedHeaders, string? signature, string authorization)
    {
        var missing = new List<string>();
        if (credential is null)
        {
            missing.Add("Authorization header requires 'Credential' parameter.");
        }

        if (signature is null)
        {
            missing.Add("Authorization header requires 'Signature' parameter.");
        }

        if (signedHeaders is null)
        {
            missing.Add("Authorization header requires 'SignedHeaders' parameter.");
        }

        return $"{string.Join(' ', missing)} Authorization={authorization}";
    }

    private static string? Timestamp(SignedRequest request)
    {
        if (request.Header("X-Amz-Date") is { } own)
        {
            return own;
        }

        if (request.Header("Date") is not { } date)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(
            date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at.UtcDateTime.ToString(SignatureParts.TimestampFormat, CultureInfo.InvariantCulture)
            : date;
    }

    private static SignatureParts? ReadQuery(SignedRequest request)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in QueryText.Pairs(request.RawQuery))
        {
            query.TryAdd(name, value);
        }

        var algorithm = query.GetValueOrDefault("X-Amz-Algorithm");
        var credential = query.GetValueOrDefault("X-Amz-Credential");
        var signature = query.GetValueOrDefault("X-Amz-Signature");
        if (algorithm is null && credential is null && signature is null)
        {
            return null;
        }

        var scope = credential is null ? null : CredentialScope.TryParse(credential);
        var family = ErrorFamilies.Of(request, scope?.Service);
        var timestamp = query.GetValueOrDefault("X-Amz-Date");
        var signedHeaders = query.GetValueOrDefault("X-Amz-SignedHeaders");
        var expires = query.GetValueOrDefault("X-Amz-Expires");
        var isExpiryMissing = expires is null && family == ErrorFamily.S3;
        if (algorithm is null || credential is null || signature is null || timestamp is null || signedHeaders is null || isExpiryMissing)
        {
            throw SignatureErrors.MalformedQuery(
                family,
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, "
                + "X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        }

        if (algorithm == SignatureParts.AsymmetricAlgorithm)
        {
            throw SignatureErrors.AsymmetricNotBuilt();
        }

        if (algorithm != SignatureParts.Algorithm)
        {
            throw SignatureErrors.MalformedQuery(
                family, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
        }

        if (!SignatureParts.TryReadTimestamp(timestamp, out var signedAt))
        {
            throw SignatureErrors.MalformedQuery(family, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        }

        return new()
        {
            Scope = scope ?? throw SignatureErrors.MalformedQuery(
                family,
                "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
                + "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."),
            SignedHeaders = signedHeaders,
            Signature = signature,
            Timestamp = timestamp,
            SignedAt = signedAt,
            SessionToken = query.GetValueOrDefault("X-Amz-Security-Token"),
            Lifetime = expires is null ? LifetimeDefault : Lifetime(family, expires),
        };
    }

    private static TimeSpan Lifetime(ErrorFamily family, string expires)
    {
        if (!long.TryParse(expires, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            throw SignatureErrors.MalformedQuery(family, "X-Amz-Expires should be a number");
        }

        if (seconds < 0)
        {
            throw SignatureErrors.MalformedQuery(family, "X-Amz-Expires must be non-negative");
        }

        return seconds <= LifetimeSecondsMax
            ? TimeSpan.FromSeconds(seconds)
            : throw SignatureErrors.MalformedQuery(
                family,
                "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
    }
}
