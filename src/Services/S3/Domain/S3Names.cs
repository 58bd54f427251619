using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Weir.Kernel.Core;

namespace Weir.Services.S3.Domain;

/// <summary>Names of buckets and keys, and what is derived from them.</summary>
internal static class S3Names
{
    private static readonly SearchValues<char> BucketCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    // Source: "General purpose bucket naming rules".
    private static readonly string[] ReservedPrefixes = ["xn--", "sthree-", "amzn-s3-demo-"];
    private static readonly string[] ReservedSuffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

    public static string BucketArn(string bucket) => $"arn:{Arn.Partition}:s3:::{bucket}";

    public static string ObjectArn(string bucket, string key) => $"arn:{Arn.Partition}:s3:::{bucket}/{key}";

    public static bool IsBucketName(string name) =>
        name.Length is >= 3 and <= 63
        && !name.AsSpan().ContainsAnyExcept(BucketCharacters)
        && char.IsAsciiLetterOrDigit(name[0])
        && char.IsAsciiLetterOrDigit(name[^1])
        && !name.Contains("..", StringComparison.Ordinal)
        && !IsAddress(name)
        && !ReservedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        && !ReservedSuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal));

    public static void RequireKey(string key)
    {
        var bytes = Encoding.UTF8.GetByteCount(key);
        if (bytes > S3Limits.KeyBytesMax)
        {
            throw S3Errors.KeyTooLong(bytes);
        }
    }

    /// <summary>The canonical user id of an account: 64 hex digits, the same on every run.</summary>
    public static string OwnerId(string account) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("canonical user of " + account)));

    private static bool IsAddress(string name) => name.Count(character => character == '.') == 3 && IPAddress.TryParse(name, out _);
}
