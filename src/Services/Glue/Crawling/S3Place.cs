namespace Weir.Services.Glue.Crawling;

/// <summary>An address in S3: a bucket and what lies below it.</summary>
/// <param name="Path">Without slashes at its ends; empty for the whole bucket.</param>
internal readonly record struct S3Place(string Bucket, string Path)
{
    public string Prefix => Path.Length == 0 ? "" : Path + "/";

    public string Address => Path.Length == 0 ? $"s3://{Bucket}/" : $"s3://{Bucket}/{Path}/";

    /// <summary>The last folder's name, or the bucket's.</summary>
    public string Name => Path.Length == 0 ? Bucket : Path[(Path.LastIndexOf('/') + 1)..];

    public int Depth => Path.Length == 0 ? 1 : Path.Count(letter => letter == '/') + 2;

    public S3Place Below(string path) => path.Length == 0 ? this : new(Bucket, Path.Length == 0 ? path : $"{Path}/{path}");

    /// <summary>True for the place itself too.</summary>
    public bool Holds(S3Place other) => Bucket == other.Bucket
        && (Path.Length == 0 || other.Path == Path || other.Path.StartsWith(Prefix, StringComparison.Ordinal));

    public static S3Place? TryParse(string? address)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["s3://", "s3a://", "s3n://"])
        {
            if (address?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) == true)
            {
                var rest = address[scheme.Length..];
                var cut = rest.IndexOf('/', StringComparison.Ordinal);
                var bucket = cut < 0 ? rest : rest[..cut];
                return bucket.Length == 0 ? null : new(bucket, cut < 0 ? "" : rest[(cut + 1)..].Trim('/'));
            }
        }

        return null;
    }
}
