namespace Weir.Kernel.Wire;

/// <summary>What a request says it is signed for; nothing is verified here.</summary>
internal static class SignatureScope
{
    private const string CredentialField = "Credential=";

    /// <summary>The service's signing name; empty when the request is not signed, <c>s3</c> for the old signature version 2.</summary>
    public static string ServiceOf(string? authorization, QueryParameters query)
    {
        if (authorization is { Length: > 0 })
        {
            var start = authorization.IndexOf(CredentialField, StringComparison.Ordinal);
            if (start < 0)
            {
                return authorization.StartsWith("AWS ", StringComparison.Ordinal) ? "s3" : "";
            }

            var credential = authorization.AsSpan(start + CredentialField.Length);
            var end = credential.IndexOfAny(',', ' ');
            return Service(end < 0 ? credential : credential[..end]);
        }

        return query.Get("X-Amz-Credential") is { } presigned ? Service(presigned)
            : query.Has("AWSAccessKeyId") && query.Has("Signature") ? "s3"
            : "";
    }

    /// <summary>Key, date, region, service, terminator; version 4A leaves the region out.</summary>
    private static string Service(ReadOnlySpan<char> credential)
    {
        var end = credential.LastIndexOf('/');
        if (end <= 0)
        {
            return "";
        }

        var scope = credential[..end];
        return scope[(scope.LastIndexOf('/') + 1)..].ToString();
    }
}
