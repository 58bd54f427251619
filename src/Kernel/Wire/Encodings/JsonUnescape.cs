using System.Text;

namespace Weir.Kernel.Wire;

/// <summary>JSON strings that hold escapes: the slow path.</summary>
internal static class JsonUnescape
{
    /// <param name="start">The first byte after the opening quote.</param>
    /// <param name="at">A byte known to be inside the string; afterwards the one past the closing quote.</param>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> body, int start, ref int at)
    {
        var text = new byte[LengthMax(body, at) - start];
        var written = at - start;
        body[start..at].CopyTo(text);
        while (true)
        {
            if (at >= body.Length)
            {
                throw new MalformedMessageException("Unexpected end of the JSON text");
            }

            var next = body[at++];
            switch (next)
            {
                case (byte)'"':
                    return text.AsSpan(0, written);
                case (byte)'\\':
                    written += Unescape(body, ref at, text.AsSpan(written));
                    break;
                case < 32:
                    throw new MalformedMessageException($"A control character stands unescaped at byte {at - 1} of the JSON text");
                default:
                    text[written++] = next;
                    break;
            }
        }
    }

    /// <summary>Where the string ends: what is unescaped is never longer.</summary>
    private static int LengthMax(ReadOnlySpan<byte> body, int at)
    {
        while (at < body.Length && body[at] != '"')
        {
            at += body[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at, body.Length);
    }

    private static int Unescape(ReadOnlySpan<byte> body, ref int at, Span<byte> target)
    {
        var kind = at < body.Length ? body[at++] : throw new MalformedMessageException("Unexpected end of the JSON text");
        var plain = kind switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => (char)kind,
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'u' => '\0',
            _ => throw new MalformedMessageException($"Unknown escape at byte {at - 1} of the JSON text"),
        };
        if (kind != 'u')
        {
            target[0] = (byte)plain;
            return 1;
        }

        var first = (char)Hex(body, ref at);
        if (!char.IsSurrogate(first))
        {
            return new Rune(first).EncodeToUtf8(target);
        }

        if (at + 1 >= body.Length || body[at] != '\\' || body[at + 1] != 'u')
        {
            throw new MalformedMessageException($"Half a surrogate pair at byte {at} of the JSON text");
        }

        at += 2;
        var second = (char)Hex(body, ref at);
        return Rune.TryCreate(first, second, out var rune)
            ? rune.EncodeToUtf8(target)
            : throw new MalformedMessageException($"Half a surrogate pair at byte {at} of the JSON text");
    }

    private static int Hex(ReadOnlySpan<byte> body, ref int at)
    {
        var value = 0;
        for (var digit = 0; digit < 4; digit++, at++)
        {
            if (at >= body.Length || !char.IsAsciiHexDigit((char)body[at]))
            {
                throw new MalformedMessageException($"Expected four hexadecimal digits at byte {at} of the JSON text");
            }

            value = (value << 4) | Convert.ToInt32(((char)body[at]).ToString(), 16);
        }

        return value;
    }
}
