namespace Weir.Kernel.Identity.Signatures;

/// <summary>Tells in which dialect a request expects its errors when nobody has said.</summary>
internal static class ErrorFamilies
{
    public static ErrorFamily Of(SignedRequest request, string? service)
    {
        if (request.Family is { } known)
        {
            return known;
        }

        if (service is "s3" or "s3express" or "s3-object-lambda" or "s3-outposts")
        {
            return ErrorFamily.S3;
        }

        if (request.Header("X-Amz-Target") is not null)
        {
            return ErrorFamily.Json;
        }

        var contentType = request.Header("Content-Type") ?? "";
        if (contentType.StartsWith("application/x-amz-json", StringComparison.OrdinalIgnoreCase)
            || contentType.StartsWith("application/x-amz-cbor", StringComparison.OrdinalIgnoreCase)
            || contentType.StartsWith("application/cbor", StringComparison.OrdinalIgnoreCase))
        {
            return ErrorFamily.Json;
        }

        if (contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || service is "iam" or "sts" or "sns" or "ec2"
            || QueryText.Pairs(request.RawQuery).Any(pair => pair.Name == "Action"))
        {
            return ErrorFamily.Query;
        }

        return service is null ? ErrorFamily.S3 : ErrorFamily.RestJson;
    }
}
