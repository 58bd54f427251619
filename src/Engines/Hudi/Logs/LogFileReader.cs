using System.Buffers.Binary;
using System.Text;
using Weir.Engines.Formats;

namespace Weir.Engines.Hudi.Logs;

/// <summary>Reads the blocks of a log file. A block that a writer did not finish is passed over, as Hudi does.</summary>
public static class LogFileReader
{
    private const int FormatVersion = 1;
    private const int MagicBytes = 6;
    private const int HeadBytes = MagicBytes + 8;

    /// <summary>The blocks in their order; of one more than is asked for nothing is read.</summary>
    public static IEnumerable<LogBlock> Read(IFileBytes file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var at = 0L;
        while (at < file.Length)
        {
            var (block, next) = ReadAt(file, at);
            if (block is not null)
            {
                yield return block;
            }

            at = next;
        }
    }

    private static (LogBlock? Block, long Next) ReadAt(IFileBytes file, long start)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        if (file.Length - start < HeadBytes)
        {
            return (null, file.Length);
        }

        file.Read(start, head);
        if (!head[..MagicBytes].SequenceEqual("#HUDI#"u8))
        {
            return start == 0 ? throw HudiException.BadData("the file does not begin as a Hudi log does") : (null, NextMagic(file, start));
        }

        var size = BinaryPrimitives.ReadInt64BigEndian(head[MagicBytes..]);
        var end = start + HeadBytes + size;
        if (size < 8 || size > HudiLimits.BlockBytesMax || end > file.Length || !IsWhole(file, start, size))
        {
            return size > HudiLimits.BlockBytesMax && end > start && end <= file.Length
                ? throw HudiException.NotSupported($"a block of {size} bytes in a Hudi log is too large")
                : (null, NextMagic(file, start + MagicBytes));
        }

        var bytes = new byte[size];
        file.Read(start + HeadBytes, bytes);
        return (Parse(bytes), end);
    }

    /// <summary>A finished block repeats its length at its end, counted with the magic.</summary>
    private static bool IsWhole(IFileBytes file, long start, long size)
    {
        Span<byte> tail = stackalloc byte[8];
        file.Read(start + HeadBytes + size - 8, tail);
        var length = BinaryPrimitives.ReadInt64BigEndian(tail);
        return length == size + MagicBytes;
    }

    private static long NextMagic(IFileBytes file, long from)
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (from < file.Length)
        {
            var count = (int)Math.Min(buffer.Length, file.Length - from);
            file.Read(from, buffer[..count]);
            var found = buffer[..count].IndexOf("#HUDI#"u8);
            if (found >= 0)
            {
                return from + found;
            }

            from += Math.Max(1, count - MagicBytes + 1);
        }

        return file.Length;
    }

    /// <summary>A block from its version on.</summary>
    public static LogBlock Parse(ReadOnlyMemory<byte> bytes)
    {
        var at = 0;
        var version = Int(bytes, ref at);
        if (version != FormatVersion)
        {
            throw HudiException.NotSupported($"Hudi logs of format version {version} are not supported");
        }

        var kind = Int(bytes, ref at);
        if (kind is < 0 or > (int)LogBlockKind.ChangeData)
        {
            throw HudiException.NotSupported($"Hudi log blocks of kind {kind} are not supported");
        }

        var header = Header(bytes, ref at);
        var length = at + 8 <= bytes.Length ? BinaryPrimitives.ReadInt64BigEndian(bytes.Span[at..]) : -1;
        at += 8;
        if (length < 0 || length > bytes.Length - at)
        {
            throw HudiException.BadData("a block of a Hudi log has an impossible length");
        }

        return new((LogBlockKind)kind, header, bytes.Slice(at, (int)length));
    }

    private static Dictionary<int, string> Header(ReadOnlyMemory<byte> bytes, ref int at)
    {
        var count = Int(bytes, ref at);
        if (count is < 0 or > 1000)
        {
            throw HudiException.BadData($"a block of a Hudi log has {count} entries in its header");
        }

        var header = new Dictionary<int, string>();
        for (; count > 0; count--)
        {
            var key = Int(bytes, ref at);
            var length = Int(bytes, ref at);
            if (length < 0 || length > HudiLimits.HeaderBytesMax || length > bytes.Length - at)
            {
                throw HudiException.BadData("the header of a block of a Hudi log ends too early");
            }

            header[key] = Encoding.UTF8.GetString(bytes.Span.Slice(at, length));
            at += length;
        }

        return header;
    }

    private static int Int(ReadOnlyMemory<byte> bytes, ref int at)
    {
        if (at + 4 > bytes.Length)
        {
            throw HudiException.BadData("a block of a Hudi log ends too early");
        }

        var value = BinaryPrimitives.ReadInt32BigEndian(bytes.Span[at..]);
        at += 4;
        return value;
    }
}
