using System.Globalization;
using System.Text;

namespace Weir.Engines.Sql.Runtime;

/// <summary>URLs as Java's URI class takes them apart: what is no URI has no parts.</summary>
internal static class Urls
{
    /// <summary>The part by name; null when the text is no URI or has no such part.</summary>
    public static string? Part(string url, string part)
    {
        if (Split(url) is not { } parts)
        {
            return null;
        }

        return part switch
        {
            "protocol" => parts.Scheme ?? "",
            "host" => parts.Host ?? "",
            "port" => parts.Port,
            "path" => DecodePercent(parts.Path),
            "query" => DecodePercent(parts.Query ?? ""),
            _ => DecodePercent(parts.Fragment ?? ""),
        };
    }

    public static string? Parameter(string url, string name)
    {
        if (Split(url) is not { Query: { } query })
        {
            return null;
        }

        foreach (var argument in query.Split('&'))
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (DecodePercent(equals < 0 ? argument : argument[..equals]) == name)
            {
                return equals < 0 ? "" : DecodePercent(argument[(equals + 1)..]);
            }
        }

        return null;
    }

    /// <summary>As a form does: blanks are plus signs.</summary>
    public static string Encode(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var letter in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'*')
            {
                output.Append((char)letter);
            }
            else
            {
                output.Append(letter == ' ' ? "+" : string.Create(CultureInfo.InvariantCulture, $"%{letter:X2}"));
            }
        }

        return output.ToString();
    }

    public static string Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '+')
            {
                bytes.Add((byte)' ');
            }
            else if (text[i] == '%')
            {
                if (i + 2 >= text.Length)
                {
                    throw SqlRuntime.Invalid("URLDecoder: Incomplete trailing escape (%) pattern");
                }

                bytes.Add(byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : throw SqlRuntime.Invalid($"URLDecoder: Illegal hex characters in escape (%) pattern - Error at index 0 in: \"{text.Substring(i + 1, 2)}\""));
                i += 2;
            }
            else
            {
                var length = char.IsSurrogatePair(text, i) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
                i += length - 1;
            }
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string DecodePercent(string text) =>
        text.Contains('%', StringComparison.Ordinal) ? Decode(text.Replace("+", "%2B", StringComparison.Ordinal)) : text;

    private sealed record Parts(string? Scheme, string? Host, string? Port, string Path, string? Query, string? Fragment);

    private static Parts? Split(string url)
    {
        for (var i = 0; i < url.Length; i++)
        {
            var letter = url[i];
            var legal = letter >= 0x80
                ? !char.IsWhiteSpace(letter) && !char.IsControl(letter)
                : char.IsAsciiLetterOrDigit(letter) || "_-!.~'()*,;:$&+=?/[]@#%".Contains(letter, StringComparison.Ordinal);
            if (!legal || (letter == '%' && !(i + 2 < url.Length && char.IsAsciiHexDigit(url[i + 1]) && char.IsAsciiHexDigit(url[i + 2]))))
            {
                return null;
            }
        }

        var rest = url;
        string? fragment = null;
        if (rest.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash)
        {
            (rest, fragment) = (rest[..hash], rest[(hash + 1)..]);
            if (fragment.Contains('#', StringComparison.Ordinal))
            {
                return null;
            }
        }

        string? scheme = null;
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var slash = rest.AsSpan().IndexOfAny('/', '?');
        if (colon >= 0 && (slash < 0 || colon < slash))
        {
            scheme = rest[..colon];
            if (colon == 0 || !char.IsAsciiLetter(scheme[0]) || !scheme.All(part => char.IsAsciiLetterOrDigit(part) || part is '+' or '-' or '.'))
            {
                return null;
            }

            rest = rest[(colon + 1)..];
            if (rest.Length == 0)
            {
                return null;
            }

            if (rest[0] != '/')
            {
                // An opaque URI (mailto:a@b) has neither path nor query.
                return new(scheme, null, null, "", null, fragment);
            }
        }

        string? query = null;
        if (rest.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark)
        {
            (rest, query) = (rest[..mark], rest[(mark + 1)..]);
        }

        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            return new(scheme, null, null, rest, query, fragment);
        }

        var end = rest.IndexOf('/', 2);
        var authority = end < 0 ? rest[2..] : rest[2..end];
        var (host, port) = Host(authority);
        return new(scheme, host, port, end < 0 ? "" : rest[end..], query, fragment);
    }

    /// <summary>A host that is no name of a server (with an underscore, say) is none, as in Java.</summary>
    private static (string? Host, string? Port) Host(string authority)
    {
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        string? port = null;
        var colon = host.LastIndexOf(':');
        if (colon >= 0 && !host.EndsWith(']'))
        {
            (host, port) = (host[..colon], host[(colon + 1)..]);
            if (!port.All(char.IsAsciiDigit))
            {
                return (null, null);
            }

            port = port.Length == 0 ? null : port;
        }

        var named = host.StartsWith('[') || (host.Length > 0 && host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'));
        return named ? (host, port) : (null, null);
    }
}
