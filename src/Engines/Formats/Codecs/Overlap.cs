using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Engines.Formats.Codecs;

/// <summary>The copies of all LZ formats: from a block, and from earlier output, which may run into what is being written.</summary>
internal static class Overlap
{
    /// <summary>Copies the first <paramref name="length"/> bytes of what comes next in a block; the caller checked the bounds.</summary>
    public static void Append(ReadOnlySpan<byte> source, int length, Span<byte> buffer, int at)
    {
        // As below.
        if (length <= 16 && source.Length >= 16 && at <= buffer.Length - 16)
        {
            Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(source)).StoreUnsafe(ref MemoryMarshal.GetReference(buffer), (nuint)at);
            return;
        }

        source[..length].CopyTo(buffer[at..]);
    }

    /// <summary>Copies <paramref name="length"/> bytes from <paramref name="offset"/> before <paramref name="at"/>; the caller checked the bounds.</summary>
    public static void Copy(Span<byte> buffer, int at, int offset, int length)
    {
        // Most copies are short: sixteen bytes at once, the rest of which is written over later. Both ends lie in the buffer.
        if (length <= 16 && offset >= 16 && at <= buffer.Length - 16)
        {
            ref var start = ref MemoryMarshal.GetReference(buffer);
            Vector128.LoadUnsafe(ref start, (nuint)(at - offset)).StoreUnsafe(ref start, (nuint)at);
            return;
        }

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
