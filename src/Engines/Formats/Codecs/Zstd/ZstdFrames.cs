using System.Buffers.Binary;

namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>Decompresses zstd frames from memory to memory, where their size is bounded: no window to keep, no copy. One thread.</summary>
internal sealed class ZstdFrames
{
    private readonly ZstdBlocks _blocks = new();

    /// <summary>Decompresses frames, one after another.</summary>
    /// <returns>Bytes written.</returns>
    public int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var written = 0;
        while (!source.IsEmpty)
        {
            if (source.Length < 4)
            {
                throw Damaged("it is cut short");
            }

            var magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
            if ((magic & 0xFFFFFFF0) == 0x184D2A50)
            {
                source = Skip(source);
                continue;
            }

            if (magic != ZstdTables.Magic)
            {
                throw Damaged("it does not begin as one");
            }

            written += Frame(ref source, destination[written..]);
        }

        return written;
    }

    /// <summary>No frame of so many bytes can become longer: a block takes four bytes at least.</summary>
    public static ulong BytesMax(ReadOnlySpan<byte> source) => ((ulong)source.Length / 4 + 1) * ZstdTables.BlockBytesMax;

    /// <summary>The length a frame says it has when decompressed; null where it does not say.</summary>
    public static ulong? ContentSize(ReadOnlySpan<byte> source) =>
        source.Length >= 5 && BinaryPrimitives.ReadUInt32LittleEndian(source) == ZstdTables.Magic ? ReadHeader(source, out _).Size : null;

    private static FormatException Damaged(string how) => new($"a damaged Zstandard frame: {how}");

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> source)
    {
        if (source.Length < 8)
        {
            throw Damaged("it is cut short");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        return length <= source.Length - 8 ? source[(8 + (int)length)..] : throw Damaged("it is cut short");
    }

    private int Frame(ref ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var header = ReadHeader(source, out var used);
        if (header.Size > (ulong)destination.Length)
        {
            throw Damaged($"it says to be {header.Size} bytes where at most {destination.Length} are allowed");
        }

        source = source[used..];
        _blocks.Begin();
        var written = 0;
        var isLast = false;
        while (!isLast)
        {
            if (source.Length < 3)
            {
                throw Damaged("it is cut short");
            }

            var block = source[0] | (source[1] << 8) | (source[2] << 16);
            isLast = (block & 1) != 0;
            var length = block >> 3;
            source = source[3..];
            var kind = (block >> 1) & 3;
            var stored = kind == 1 ? 1 : length;
            if (stored > source.Length || length > ZstdTables.BlockBytesMax || (kind != 2 && length > destination.Length - written))
            {
                throw Damaged("a block does not fit");
            }

            switch (kind)
            {
                case 0:
                    source[..length].CopyTo(destination[written..]);
                    written += length;
                    break;
                case 1:
                    destination.Slice(written, length).Fill(source[0]);
                    written += length;
                    break;
                case 2:
                    written = _blocks.Decode(source[..length], destination, written, oldest: 0);
                    break;
                default:
                    throw Damaged("a block of no known kind");
            }

            source = source[stored..];
        }

        if (header.HasChecksum)
        {
            if (source.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(source) != Checksum(destination[..written]))
            {
                throw Damaged("its checksum is wrong");
            }

            source = source[4..];
        }

        return header.Size is { } size && size != (ulong)written ? throw Damaged("its length is wrong") : written;
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var hash = new XxHash64();
        hash.Add(data);
        return (uint)hash.Digest();
    }

    private static (ulong? Size, bool HasChecksum) ReadHeader(ReadOnlySpan<byte> source, out int used)
    {
        if (source.Length < 5)
        {
            throw Damaged("it is cut short");
        }

        var flags = source[4];
        var isSingle = (flags & 0x20) != 0;
        var sizeBytes = (flags >> 6) switch { 0 => isSingle ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        var dictionaryBytes = (flags & 3) switch { 3 => 4, var bytes => bytes };
        var at = isSingle ? 5 : 6;
        used = at + dictionaryBytes + sizeBytes;
        if ((flags & 8) != 0 || used > source.Length)
        {
            throw Damaged("its header is wrong");
        }

        if (source.Slice(at, dictionaryBytes).ContainsAnyExcept((byte)0))
        {
            throw new FormatException("a Zstandard frame that needs a dictionary");
        }

        var field = source.Slice(at + dictionaryBytes, sizeBytes);
        var size = 0UL;
        for (var index = sizeBytes - 1; index >= 0; index--)
        {
            size = (size << 8) | field[index];
        }

        return (sizeBytes == 0 ? null : sizeBytes == 2 ? size + 256 : size, (flags & 4) != 0);
    }
}
