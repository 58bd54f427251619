namespace Weir.Services.Athena.Domain;

/// <summary>A bucket and a key or prefix: <c>s3://bucket/key</c>.</summary>
internal readonly record struct S3Address(string Bucket, string Key)
{
    public override string ToString() => $"s3://{Bucket}/{Key}";

    /// <summary>The same as a folder: a key that is empty or ends with a slash.</summary>
    public S3Address AsFolder() => Key.Length == 0 || Key.EndsWith('/') ? this : this with { Key = Key + "/" };

    public S3Address Under(string name) => this with { Key = AsFolder().Key + name };

    /// <summary>Also reads the <c>s3a://</c> and <c>s3n://</c> of Hadoop.</summary>
    public static S3Address? TryParse(string? text)
    {
        foreach (var scheme in Schemes)
        {
            if (text is not null && text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                var path = text[scheme.Length..];
                var slash = path.IndexOf('/', StringComparison.Ordinal);
                var bucket = slash < 0 ? path : path[..slash];
                return bucket.Length == 0 ? null : new(bucket, slash < 0 ? "" : path[(slash + 1)..]);
            }
        }

        return null;
    }

    private static readonly string[] Schemes = ["s3://", "s3a://", "s3n://"];
}
