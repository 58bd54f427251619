namespace Weir.Engines.Formats.Text;

/// <summary>What quotes text, and what takes its meaning from a quote; 0 for none.</summary>
internal readonly record struct QuoteRule(byte Quote, byte Escape);

/// <summary>
/// At which places of a file text is within quotes, so that readers can start in its middle. Only of files where that is plain: nothing is
/// escaped, and a row ends every now and then. Immutable.
/// </summary>
internal sealed class QuoteMap
{
    private const int BlockBytes = 256 << 10;

    private readonly List<bool> _isOpen = [];

    private QuoteMap()
    {
    }

    /// <summary>Whether the place, a multiple of the block's size, is within quotes.</summary>
    public bool IsOpen(long place) => place % BlockBytes == 0 ? _isOpen[(int)(place / BlockBytes)] : throw new ArgumentOutOfRangeException(nameof(place));

    /// <summary>Reads the file through; null where it must be read from its start.</summary>
    public static QuoteMap? Of(string path, QuoteRule rule, int headerLines)
    {
        using var file = new DiskBytes(path);
        var map = new QuoteMap();
        var block = new byte[BlockBytes];
        var (isOpen, headers) = (false, headerLines);
        for (var at = 0L; at < file.Length; at += BlockBytes)
        {
            var bytes = block.AsSpan(0, (int)Math.Min(BlockBytes, file.Length - at));
            file.Read(at, bytes);
            map._isOpen.Add(isOpen);
            if ((rule.Escape != 0 && bytes.Contains(rule.Escape)) || (at + BlockBytes < file.Length && !HasRowEnd(bytes, rule.Quote, isOpen)) || (headers > 0 && !HasPlainHeaders(bytes, rule.Quote, ref headers)))
            {
                return null;
            }

            isOpen ^= (bytes.Count(rule.Quote) & 1) != 0;
        }

        // A quote that closes nowhere is text to a reader that comes from the start.
        return isOpen ? null : map;
    }

    /// <summary>Whether a line ends outside of quotes: rows are then far shorter than what a reader gives up on.</summary>
    private static bool HasRowEnd(ReadOnlySpan<byte> bytes, byte quote, bool isOpen)
    {
        while (true)
        {
            var next = bytes.IndexOf(quote);
            if (!isOpen && (next < 0 ? bytes : bytes[..next]).IndexOfAny((byte)'\n', (byte)'\r') >= 0)
            {
                return true;
            }

            if (next < 0)
            {
                return false;
            }

            bytes = bytes[(next + 1)..];
            isOpen = !isOpen;
        }
    }

    /// <summary>Headers are lines whatever is in them: quotes that they leave open would be counted as the rows'.</summary>
    private static bool HasPlainHeaders(ReadOnlySpan<byte> bytes, byte quote, ref int headers)
    {
        for (; headers > 0; headers--)
        {
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0 || bytes[..end].Contains(quote))
            {
                return false;
            }

            bytes = bytes[(end + (bytes[end..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1))..];
        }

        return true;
    }
}
