using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Kernel.Wire;

/// <summary>Text in headers: what is not ASCII travels as RFC 2047 words, as S3 does with metadata.</summary>
internal static partial class HeaderText
{
    public static string Encode(string text)
    {
        foreach (var character in text)
        {
            if (character is < ' ' or > '~')
            {
                return $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
            }
        }

        return text;
    }

    public static string Decode(string text)
    {
        if (!text.Contains("=?", StringComparison.Ordinal))
        {
            return text;
        }

        return Word().Replace(text, static word =>
        {
            var bytes = new byte[word.Length];
            return Convert.TryFromBase64String(word.Groups[1].Value, bytes, out var written)
                ? Encoding.UTF8.GetString(bytes, 0, written)
                : word.Value;
        });
    }

    [GeneratedRegex(@"=\?utf-8\?b\?([A-Za-z0-9+/=]*)\?=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
