using System.Text;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>Writes the canonical form of a request, the text whose hash a version 4 signature covers.</summary>
/// <remarks>Source: "Create a signed AWS API request", IAM User Guide; for S3, "Authenticating Requests", S3 API Reference.</remarks>
internal static class CanonicalRequest
{
    public static void Write(
        ByteWriter to, SignedRequest request, SignatureParts parts, ReadOnlySpan<char> payloadHash, bool isS3)
    {
        to.Text(request.Method);
        to.Byte((byte)'\n');
        WritePath(to, request.RawPath, isS3);
        to.Byte((byte)'\n');
        WriteQuery(to, request.RawQuery, parts);
        to.Byte((byte)'\n');
        foreach (var range in parts.SignedHeaders.AsSpan().Split(';'))
        {
            WriteHeader(to, request, parts.SignedHeaders[range]);
        }

        to.Byte((byte)'\n');
        to.Text(parts.SignedHeaders);
        to.Byte((byte)'\n');
        to.Text(payloadHash);
    }

    internal static void WritePath(ByteWriter to, string rawPath, bool isS3)
    {
        var path = rawPath.Length == 0 ? "/" : rawPath;
        if (isS3)
        {
            // S3 encodes the key once and leaves dots and doubled slashes: they are part of keys.
            using var decoded = new ByteWriter(path.Length);
            QueryText.DecodeInto(decoded, path, isPlusSpace: false);
            WriteEncoded(to, decoded.Written, keepSlash: true);
            return;
        }

        WriteEncoded(to, Encoding.UTF8.GetBytes(Normalize(path)), keepSlash: true);
    }

    /// <summary>Drops empty and dot segments, and what two dots step back over; keeps a slash at the end.</summary>
    internal static string Normalize(string path)
    {
        if (!path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal))
        {
            return path;
        }

        var kept = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == "..")
            {
                if (kept.Count > 0)
                {
                    kept.RemoveAt(kept.Count - 1);
                }
            }
            else if (segment is not ("" or "."))
            {
                kept.Add(segment);
            }
        }

        var isFolder = path.EndsWith('/') && kept.Count > 0;
        return $"/{string.Join('/', kept)}{(isFolder ? "/" : "")}";
    }

    private static void WriteQuery(ByteWriter to, string rawQuery, SignatureParts parts)
    {
        if (rawQuery.Length == 0)
        {
            return;
        }

        // MQTT over WebSocket clients add the session token after they signed.
        var isTokenUnsigned = parts.IsPresigned && parts.Scope.Service == "iotdevicegateway";
        var pairs = new List<(string Name, string Value)>();
        foreach (var (name, value) in QueryText.Pairs(rawQuery))
        {
            var isLeftOut = parts.IsPresigned && (name == "X-Amz-Signature" || (isTokenUnsigned && name == "X-Amz-Security-Token"));
            if (!isLeftOut)
            {
                pairs.Add((Encode(name), Encode(value)));
            }
        }

        pairs.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name) is var order and not 0
            ? order
            : string.CompareOrdinal(left.Value, right.Value));
        for (var at = 0; at < pairs.Count; at++)
        {
            if (at > 0)
            {
                to.Byte((byte)'&');
            }

            to.Text(pairs[at].Name);
            to.Byte((byte)'=');
            to.Text(pairs[at].Value);
        }
    }

    private static string Encode(string text)
    {
        var isPlain = true;
        foreach (var letter in text)
        {
            isPlain &= char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '~';
        }

        if (isPlain)
        {
            return text;
        }

        using var encoded = new ByteWriter(text.Length * 3);
        WriteEncoded(encoded, Encoding.UTF8.GetBytes(text), keepSlash: false);
        return encoded.ToString();
    }

    private static void WriteEncoded(ByteWriter to, ReadOnlySpan<byte> bytes, bool keepSlash)
    {
        foreach (var value in bytes)
        {
            to.Encoded(value, keepSlash);
        }
    }

    private static void WriteHeader(ByteWriter to, SignedRequest request, string name)
    {
        to.Lower(name);
        to.Byte((byte)':');
        if (request.Headers.TryGetValue(name, out var values) && values.Count > 0)
        {
            for (var at = 0; at < values.Count; at++)
            {
                if (at > 0)
                {
                    to.Byte((byte)',');
                }

                WriteFolded(to, values[at]);
            }
        }
        else if (name.Equals("host", StringComparison.OrdinalIgnoreCase) || name == ":authority")
        {
            to.Text(request.Host ?? "");
        }

        to.Byte((byte)'\n');
    }

    /// <summary>Without white space at both ends; a run of spaces within is one.</summary>
    private static void WriteFolded(ByteWriter to, string? value)
    {
        var trimmed = value.AsSpan().Trim(" \t");
        if (trimmed.IndexOf("  ", StringComparison.Ordinal) < 0)
        {
            to.Text(trimmed);
            return;
        }

        var from = 0;
        for (var at = 1; at <= trimmed.Length; at++)
        {
            if (at == trimmed.Length || (trimmed[at] == ' ' && trimmed[at - 1] == ' '))
            {
                to.Text(trimmed[from..at]);
                while (at < trimmed.Length && trimmed[at] == ' ')
                {
                    at++;
                }

                from = at;
            }
        }
    }
}
