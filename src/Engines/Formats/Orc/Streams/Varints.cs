namespace Weir.Engines.Formats.Orc.Streams;

/// <summary>Numbers of seven bits a byte, the lowest first.</summary>
internal static class Varints
{
    public static ulong Read(OrcStream stream)
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = stream.ReadByte();
            value |= shift < 64 ? (ulong)(part & 0x7F) << shift : 0;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("a number of more than 64 bits");
    }

    /// <summary>Signed numbers of up to 128 bits.</summary>
    public static void ReadWide(OrcStream stream, Span<Int128> into)
    {
        const int BytesMax = 19;
        for (var at = 0; at < into.Length; at++)
        {
            if (stream.Ensure(BytesMax) || stream.Ready.Length > 0)
            {
                into[at] = ReadWide(stream, stream.Ready);
                continue;
            }

            throw stream.Ended();
        }
    }

    private static Int128 ReadWide(OrcStream stream, ReadOnlySpan<byte> ready)
    {
        // Nine bytes hold 63 bits: most numbers need no wide arithmetic.
        var low = 0UL;
        for (var at = 0; at < 9 && at < ready.Length; at++)
        {
            var part = ready[at];
            low |= (ulong)(part & 0x7F) << (7 * at);
            if (part < 0x80)
            {
                stream.Advance(at + 1);
                return (long)(low >> 1) ^ -(long)(low & 1);
            }
        }

        var wide = (UInt128)low;
        for (var at = 9; at < 19 && at < ready.Length; at++)
        {
            var part = ready[at];
            if (at == 18 && part > 3)
            {
                break;
            }

            wide |= (UInt128)(ulong)(part & 0x7F) << (7 * at);
            if (part < 0x80)
            {
                stream.Advance(at + 1);
                return (Int128)(wide >> 1) ^ -(Int128)(wide & 1);
            }
        }

        throw ready.Length < 19 ? stream.Ended() : new FormatException("a decimal of more than 128 bits");
    }
}
