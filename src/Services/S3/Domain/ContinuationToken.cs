using System.Buffers.Text;
using System.Text;

namespace Weir.Services.S3.Domain;

/// <summary>Where the next page of a listing begins, as an opaque text.</summary>
internal static class ContinuationToken
{
    private const string Version = "1";

    public static string Of(string last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Version + last));

    public static string Parse(string token)
    {
        var bytes = new byte[token.Length];
        if (Base64Url.IsValid(token)
            && Base64Url.TryDecodeFromChars(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length) is var text && text.StartsWith(Version, StringComparison.Ordinal))
        {
            return text[Version.Length..];
        }

        throw S3Errors.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
    }
}
