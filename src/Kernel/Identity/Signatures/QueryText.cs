using System.Text;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>A raw query, cut into decoded names and values.</summary>
internal static class QueryText
{
    public static IEnumerable<(string Name, string Value)> Pairs(string rawQuery)
    {
        if (rawQuery.Length == 0)
        {
            yield break;
        }

        foreach (var pair in rawQuery.Split('&'))
        {
            if (pair.Length == 0)
            {
                continue;
            }

            var cut = pair.IndexOf('=', StringComparison.Ordinal);
            yield return cut < 0 ? (Decode(pair), "") : (Decode(pair[..cut]), Decode(pair[(cut + 1)..]));
        }
    }

    /// <summary>Percent-decodes; a plus is a space; what is not an escape stays.</summary>
    public static string Decode(string text)
    {
        if (text.AsSpan().IndexOfAny('%', '+') < 0)
        {
            return text;
        }

        using var bytes = new ByteWriter(text.Length);
        DecodeInto(bytes, text, isPlusSpace: true);
        return Encoding.UTF8.GetString(bytes.Written);
    }

    public static void DecodeInto(ByteWriter bytes, ReadOnlySpan<char> text, bool isPlusSpace)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '%' && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes.Byte((byte)((Digit(text[at + 1]) << 4) | Digit(text[at + 2])));
                at += 2;
            }
            else if (letter == '+' && isPlusSpace)
            {
                bytes.Byte((byte)' ');
            }
            else if (letter < 0x80)
            {
                bytes.Byte((byte)letter);
            }
            else
            {
                var run = at + 1;
                while (run < text.Length && text[run] >= 0x80)
                {
                    run++;
                }

                bytes.Text(text[at..run]);
                at = run - 1;
            }
        }
    }

    private static int Digit(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
