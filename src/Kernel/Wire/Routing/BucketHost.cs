namespace Weir.Kernel.Wire;

/// <summary>Finds the bucket in a host name: <c>bucket.s3.localhost</c>, <c>bucket.s3.eu-west-1.amazonaws.com</c>, <c>bucket.localhost</c>.</summary>
internal static class BucketHost
{
    private const string Loopback = ".localhost";

    /// <param name="host">Without the port.</param>
    public static string? BucketOf(string host)
    {
        var cut = host.LastIndexOf(".s3.", StringComparison.OrdinalIgnoreCase);
        if (cut < 0)
        {
            cut = host.LastIndexOf(".s3-", StringComparison.OrdinalIgnoreCase);
        }

        if (cut > 0)
        {
            return host[..cut];
        }

        // SDKs that are given http://localhost:4566 put the bucket before it.
        return host.EndsWith(Loopback, StringComparison.OrdinalIgnoreCase) && !IsServiceHost(host[..^Loopback.Length])
            ? host[..^Loopback.Length]
            : null;
    }

    private static bool IsServiceHost(string name) =>
        name.Equals("s3", StringComparison.OrdinalIgnoreCase) || name.StartsWith("s3.", StringComparison.OrdinalIgnoreCase);
}
