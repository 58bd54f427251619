namespace Weir.Services.S3.Domain;

/// <summary>Where a copy comes from: <c>x-amz-copy-source</c>, URL encoded, with or without a leading slash, or an ARN.</summary>
internal sealed record CopySource(string Bucket, string Key)
{
    public static CopySource Parse(string header)
    {
        var query = header.IndexOf("?versionId=", StringComparison.Ordinal);
        if (query >= 0 && header[(query + "?versionId=".Length)..] is var version && version != "null")
        {
            throw S3Errors.InvalidArgument("Invalid version id specified", "x-amz-copy-source", version);
        }

        var path = Uri.UnescapeDataString(query >= 0 ? header[..query] : header);
        path = path.StartsWith("arn:aws:s3:::", StringComparison.Ordinal) ? path["arn:aws:s3:::".Length..] : path.TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < path.Length - 1
            ? new(path[..slash], path[(slash + 1)..])
            : throw S3Errors.InvalidArgument("Invalid copy source object key", "x-amz-copy-source", header);
    }
}
