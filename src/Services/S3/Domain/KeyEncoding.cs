using System.Text;

namespace Weir.Services.S3.Domain;

/// <summary>Keys as <c>encoding-type=url</c> and event messages write them: form encoding that leaves slashes alone.</summary>
internal static class KeyEncoding
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            _ = value switch
            {
                (byte)' ' => encoded.Append('+'),
                (byte)'-' or (byte)'_' or (byte)'.' or (byte)'*' or (byte)'/' => encoded.Append((char)value),
                _ when char.IsAsciiLetterOrDigit((char)value) => encoded.Append((char)value),
                _ => encoded.Append('%').Append(value.ToString("X2", null)),
            };
        }

        return encoded.ToString();
    }
}
