using System.Globalization;
using Weir.Kernel.Core;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>How each family of services refuses a signature, in AWS's own codes and sentences.</summary>
internal static class SignatureErrors
{
    private const string InvalidClientToken = "The security token included in the request is invalid.";

    private const string NoMatch =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
        + "and signing method. Consult the service documentation for details.";

    public static ServiceException Missing(ErrorFamily family) => family switch
    {
        ErrorFamily.S3 => new("AccessDenied", "Access Denied", 403),
        ErrorFamily.Query => new("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
        ErrorFamily.Json => new("MissingAuthenticationTokenException", "Missing Authentication Token", 400),
        ErrorFamily.RestJson => new("MissingAuthenticationTokenException", "Missing Authentication Token", 403),
    };

    /// <summary>The authorization header lacks a part or is not one at all.</summary>
    public static ServiceException Incomplete(ErrorFamily family, string message) => family switch
    {
        ErrorFamily.S3 => new("AuthorizationHeaderMalformed", $"The authorization header is malformed; {message}", 400),
        ErrorFamily.Query => new("IncompleteSignature", message, 400),
        ErrorFamily.Json => new("IncompleteSignatureException", message, 400),
        ErrorFamily.RestJson => new("IncompleteSignatureException", message, 403),
    };

    public static ServiceException MalformedQuery(ErrorFamily family, string message) => family == ErrorFamily.S3
        ? new("AuthorizationQueryParametersError", message, 400)
        : Incomplete(family, message);

    public static ServiceException Unsupported(ErrorFamily family, string mechanism) => family == ErrorFamily.S3
        ? new("InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.", 400)
        : Incomplete(family, $"Unsupported AWS 'algorithm': '{mechanism}'.");

    public static ServiceException AsymmetricNotBuilt() => new(
        "NotImplemented",
        $"Signature version 4A ({SignatureParts.AsymmetricAlgorithm}) is not implemented. Sign with {SignatureParts.Algorithm}: "
        + "use a plain bucket or endpoint, not a multi-Region access point.",
        501);

    public static ServiceException NoDate(ErrorFamily family) => family == ErrorFamily.S3
        ? new("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403)
        : Incomplete(family, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");

    public static ServiceException UnknownKey(ErrorFamily family, string accessKeyId) => family switch
    {
        ErrorFamily.S3 => new("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403)
        {
            Members = new Dictionary<string, string> { ["AWSAccessKeyId"] = accessKeyId },
        },
        ErrorFamily.Query => new("InvalidClientTokenId", InvalidClientToken, 403),
        ErrorFamily.Json => new("UnrecognizedClientException", InvalidClientToken, 400),
        ErrorFamily.RestJson => new("UnrecognizedClientException", InvalidClientToken, 403),
    };

    public static ServiceException InvalidToken(ErrorFamily family, string accessKeyId) => family == ErrorFamily.S3
        ? new("InvalidToken", "The provided token is malformed or otherwise invalid.", 400)
        : UnknownKey(family, accessKeyId);

    public static ServiceException ExpiredToken(ErrorFamily family) => family switch
    {
        ErrorFamily.S3 => new("ExpiredToken", "The provided token has expired.", 400),
        ErrorFamily.Query => new("ExpiredToken", "The security token included in the request is expired", 403),
        ErrorFamily.Json => new("ExpiredTokenException", "The security token included in the request is expired", 400),
        ErrorFamily.RestJson => new("ExpiredTokenException", "The security token included in the request is expired", 403),
    };

    public static ServiceException Mismatch(
        ErrorFamily family, string accessKeyId, string provided, string stringToSign, string canonicalRequest)
    {
        if (family != ErrorFamily.S3)
        {
            return Refused(
                family,
                $"{NoMatch}\n\nThe Canonical String for this request should have been\n'{canonicalRequest}'\n\n"
                + $"The String-to-Sign should have been\n'{stringToSign}'\n");
        }

        return new(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
            403)
        {
            Members = new Dictionary<string, string>
            {
                ["AWSAccessKeyId"] = accessKeyId,
                ["StringToSign"] = stringToSign,
                ["SignatureProvided"] = provided,
                ["StringToSignBytes"] = HexOf(stringToSign),
                ["CanonicalRequest"] = canonicalRequest,
                ["CanonicalRequestBytes"] = HexOf(canonicalRequest),
            },
        };
    }

    public static ServiceException WrongScopeDate(ErrorFamily family, string scopeDate, string timestamp)
    {
        var day = timestamp[..8];
        return family == ErrorFamily.S3
            ? Incomplete(family, $"Invalid credential date \"{scopeDate}\". This date is not the same as X-Amz-Date: \"{day}\".")
            : Refused(
                family,
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + $"'{scopeDate}' != '{day}', from '{timestamp}'.");
    }

    public static ServiceException Skewed(ErrorFamily family, DateTimeOffset signedAt, DateTimeOffset now, TimeSpan skewMax)
    {
        if (family == ErrorFamily.S3)
        {
            return new("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", 403)
            {
                Members = new Dictionary<string, string>
                {
                    ["RequestTime"] = Basic(signedAt),
                    ["ServerTime"] = Extended(now),
                    ["MaxAllowedSkewMilliseconds"] = skewMax.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
                },
            };
        }

        return Refused(family, signedAt < now
            ? $"Signature expired: {Basic(signedAt)} is now earlier than {Basic(now - skewMax)} ({Basic(now)} - {skewMax.TotalMinutes} min.)"
            : $"Signature not yet current: {Basic(signedAt)} is still later than {Basic(now + skewMax)} ({Basic(now)} + {skewMax.TotalMinutes} min.)");
    }

    /// <summary>A presigned address of version 2 says when it ends, not how long it holds.</summary>
    public static ServiceException AddressEnded(DateTimeOffset ends, DateTimeOffset now) => new("AccessDenied", "Request has expired", 403)
    {
        Members = new Dictionary<string, string> { ["Expires"] = Extended(ends), ["ServerTime"] = Extended(now) },
    };

    public static ServiceException BadExpires(string? value) => value is null
        ? new("AccessDenied", "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters", 403)
        : new("AccessDenied", $"Invalid date (should be seconds since epoch): {value}", 403);

    public static ServiceException PresignExpired(ErrorFamily family, DateTimeOffset signedAt, TimeSpan lifetime, DateTimeOffset now) =>
        family == ErrorFamily.S3
            ? new("AccessDenied", "Request has expired", 403)
            {
                Members = new Dictionary<string, string>
                {
                    ["X-Amz-Expires"] = lifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                    ["Expires"] = Extended(signedAt + lifetime),
                    ["ServerTime"] = Extended(now),
                },
            }
            : Refused(family, $"Signature expired: {Basic(signedAt + lifetime)} is now earlier than {Basic(now)}");

    public static ServiceException PresignTooEarly(ErrorFamily family, DateTimeOffset signedAt, DateTimeOffset now, TimeSpan skewMax) =>
        family == ErrorFamily.S3
            ? new("AccessDenied", "Request is not valid yet", 403)
            {
                Members = new Dictionary<string, string> { ["X-Amz-Date"] = Basic(signedAt), ["ServerTime"] = Extended(now) },
            }
            : Skewed(family, signedAt, now, skewMax);

    public static ServiceException HeadersNotSigned(ErrorFamily family, string headers)
    {
        if (family == ErrorFamily.S3)
        {
            return new("AccessDenied", "There were headers present in the request which were not signed", 403)
            {
                Members = new Dictionary<string, string> { ["HeadersNotSigned"] = headers },
            };
        }

        return Refused(family, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }

    public static ServiceException MissingPayloadHash() =>
        new("InvalidRequest", "Missing required header for this request: x-amz-content-sha256", 400);

    public static ServiceException InvalidPayloadHash(string value) => new(
        "InvalidArgument",
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
        + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
        400)
    {
        Members = new Dictionary<string, string> { ["ArgumentName"] = "x-amz-content-sha256", ["ArgumentValue"] = value },
    };

    private static ServiceException Refused(ErrorFamily family, string message) => family switch
    {
        ErrorFamily.S3 => new("AccessDenied", message, 403),
        ErrorFamily.Query => new("SignatureDoesNotMatch", message, 403),
        ErrorFamily.Json => new("InvalidSignatureException", message, 400),
        ErrorFamily.RestJson => new("InvalidSignatureException", message, 403),
    };

    private static string HexOf(string text) =>
        string.Join(' ', System.Text.Encoding.UTF8.GetBytes(text).Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));

    private static string Basic(DateTimeOffset at) => at.UtcDateTime.ToString(SignatureParts.TimestampFormat, CultureInfo.InvariantCulture);

    private static string Extended(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
