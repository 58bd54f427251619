using System.Text;

namespace Weir.Services.S3.Domain;

/// <summary>User-defined metadata: sizes, and the form in which text beyond ASCII travels in headers.</summary>
internal static class UserMetadata
{
    /// <summary>Names in lower case, encoded words decoded; null when there is none.</summary>
    public static IReadOnlyDictionary<string, string>? Accept(IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is not { Count: > 0 })
        {
            return null;
        }

        var accepted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var bytes = 0;
        foreach (var (name, value) in metadata)
        {
            var text = Decode(value);
            bytes += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(text);
            accepted[name.ToLowerInvariant()] = text;
        }

        return bytes <= S3Limits.MetadataBytesMax ? accepted : throw S3Errors.MetadataTooLarge(bytes);
    }

    /// <summary>As response headers carry it: what is not printable ASCII becomes an RFC 2047 encoded word.</summary>
    public static IReadOnlyDictionary<string, string>? Present(IReadOnlyDictionary<string, string>? metadata) =>
        metadata?.ToDictionary(entry => entry.Key, entry => Encode(entry.Value), StringComparer.Ordinal);

    private static string Encode(string value) => value.All(character => character is >= ' ' and <= '~')
        ? value
        : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";

    private static string Decode(string value)
    {
        if (!value.StartsWith("=?", StringComparison.Ordinal) || !value.EndsWith("?=", StringComparison.Ordinal))
        {
            return value;
        }

        var parts = value[2..^2].Split('?');
        if (parts.Length != 3 || !parts[0].Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return value;
        }

        return parts[1] switch
        {
            "B" or "b" when TryBase64(parts[2], out var text) => text,
            "Q" or "q" => DecodeQuoted(parts[2]),
            _ => value,
        };
    }

    private static bool TryBase64(string encoded, out string text)
    {
        var bytes = new byte[encoded.Length];
        var isEncoded = Convert.TryFromBase64String(encoded, bytes, out var length);
        text = isEncoded ? Encoding.UTF8.GetString(bytes, 0, length) : "";
        return isEncoded;
    }

    private static string DecodeQuoted(string encoded)
    {
        var bytes = new List<byte>(encoded.Length);
        for (var at = 0; at < encoded.Length; at++)
        {
            if (encoded[at] == '=' && at + 2 < encoded.Length
                && byte.TryParse(encoded.AsSpan(at + 1, 2), System.Globalization.NumberStyles.HexNumber, null, out var value))
            {
                bytes.Add(value);
                at += 2;
            }
            else
            {
                bytes.Add(encoded[at] == '_' ? (byte)' ' : (byte)encoded[at]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
