namespace Weir.Engines.Formats.Codecs;

/// <summary>The copy of all LZ formats: from earlier output, which may run into what is being written.</summary>
internal static class Overlap
{
    /// <summary>Copies <paramref name="length"/> bytes from <paramref name="offset"/> before <paramref name="at"/>; the caller checked the bounds.</summary>
    public static void Copy(Span<byte> buffer, int at, int offset, int length)
    {
        if (offset >= length)
        {
            buffer.Slice(at - offset, length).CopyTo(buffer[at..]);
            return;
        }

        if (offset == 1)
        {
            buffer.Slice(at, length).Fill(buffer[at - 1]);
            return;
        }

        // A repeating pattern: what was copied doubles what can be copied next.
        var from = at - offset;
        while (length > 0)
        {
            var step = Math.Min(at - from, length);
            buffer.Slice(from, step).CopyTo(buffer[at..]);
            at += step;
            length -= step;
        }
    }
}
