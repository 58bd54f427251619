using System.Text;

namespace Weir.Engines.Discovery.Files;

/// <summary>The first bytes of a file as text, in the encoding they are written in.</summary>
public sealed record TextSample
{
    private const int HangulShare = 4;

    public required string Text { get; init; }

    /// <summary>As Java names it.</summary>
    public required string Encoding { get; init; }

    /// <summary>Null when UTF-8 needs no word.</summary>
    public string? Reason { get; init; }

    /// <summary>False when the sample ends inside the file: its last line may be cut.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>Null when the bytes are no text.</summary>
    public static TextSample? Read(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Wide(System.Text.Encoding.Unicode, bytes[2..], "UTF-16LE", isWhole);
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Wide(System.Text.Encoding.BigEndianUnicode, bytes[2..], "UTF-16BE", isWhole);
        }

        if (bytes.Contains((byte)0))
        {
            return WithoutMark(bytes, isWhole);
        }

        if (TryRead(new UTF8Encoding(false, throwOnInvalidBytes: true), Cut(bytes, isWhole)) is { } text)
        {
            return new() { Text = text, Encoding = "UTF-8", IsWhole = isWhole };
        }

        return Korean(bytes, isWhole) ?? new()
        {
            Text = System.Text.Encoding.Latin1.GetString(bytes),
            Encoding = "ISO-8859-1",
            Reason = "bytes that are neither UTF-8 nor Korean are read as ISO-8859-1",
            IsWhole = isWhole,
        };
    }

    /// <summary>UTF-16 without a mark: every other byte of Western text is zero.</summary>
    private static TextSample? WithoutMark(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var even = 0;
        var odd = 0;
        var head = bytes[..Math.Min(bytes.Length, 4096)];
        for (var at = 0; at < head.Length; at++)
        {
            if (head[at] == 0)
            {
                (even, odd) = at % 2 == 0 ? (even + 1, odd) : (even, odd + 1);
            }
        }

        var enough = head.Length / 4;
        return odd > enough && even == 0 ? Wide(System.Text.Encoding.Unicode, bytes, "UTF-16LE", isWhole)
            : even > enough && odd == 0 ? Wide(System.Text.Encoding.BigEndianUnicode, bytes, "UTF-16BE", isWhole)
            : null;
    }

    private static TextSample Wide(Encoding encoding, ReadOnlySpan<byte> bytes, string name, bool isWhole) => new()
    {
        Text = encoding.GetString(bytes[..(bytes.Length & ~1)]),
        Encoding = name,
        Reason = $"written in {name}",
        IsWhole = isWhole,
    };

    private static TextSample? Korean(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(949, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        if (encoding is null || TryRead(encoding, Cut(bytes, isWhole)) is not { } text)
        {
            return null;
        }

        var hangul = text.Count(letter => letter is >= '\uAC00' and <= '\uD7A3');
        var foreign = text.Count(letter => letter > '\u007F');
        return hangul * HangulShare < foreign ? null : new()
        {
            Text = text,
            Encoding = "MS949",
            Reason = "not UTF-8, but valid Korean text in CP949",
            IsWhole = isWhole,
        };
    }

    private static string? TryRead(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>A sample may end inside a letter: up to its last line end it does not.</summary>
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var last = isWhole ? -1 : bytes.LastIndexOfAny((byte)'\n', (byte)'\r');
        return last < 0 ? bytes : bytes[..(last + 1)];
    }
}
