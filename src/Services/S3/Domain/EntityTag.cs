using System.Globalization;
using System.Security.Cryptography;

namespace Weir.Services.S3.Domain;

/// <summary>ETags: the MD5 of the content, or of the parts' MD5s with their count.</summary>
internal static class EntityTag
{
    public static string Of(byte[] md5) => Convert.ToHexStringLower(md5);

    public static string Quote(string etag) => $"\"{etag}\"";

    public static string Unquote(string etag) => etag.Trim().Trim('"');

    public static string OfParts(IReadOnlyCollection<string> partTags)
    {
#pragma warning disable CA5351 // the protocol says MD5
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        foreach (var tag in partTags)
        {
            md5.AppendData(Convert.FromHexString(tag));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(md5.GetHashAndReset())}-{partTags.Count}");
    }

    /// <summary>Whether an If-Match or If-None-Match list names the tag; weak tags never match by S3's strong comparison but their text does.</summary>
    public static bool IsIn(string list, string etag) =>
        list.Split(',').Select(item => item.Trim()).Any(item =>
            item == "*" || Unquote(item.StartsWith("W/", StringComparison.Ordinal) ? item[2..] : item) == etag);
}
