namespace Weir.Engines.Formats.Codecs.Zstd;

/// <summary>Zstandard over whole blocks in memory.</summary>
public static class ZstdCodec
{
    /// <summary>Decompresses all frames; returns the bytes written.</summary>
    public static int Decompress(ReadOnlyMemory<byte> source, Span<byte> target)
    {
        using var reader = new ZstdReader(new MemoryReader(source), Math.Max(target.Length, 8 << 20));
        var written = reader.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        Span<byte> more = stackalloc byte[1];
        return reader.Read(more) == 0 ? written : throw new FormatException($"a zstd block is larger than {target.Length} bytes");
    }

    /// <summary>Decompresses all frames, of a size that is not known before.</summary>
    public static byte[] Decompress(ReadOnlyMemory<byte> source, int bytesMax)
    {
        using var reader = new ZstdReader(new MemoryReader(source));
        return BoundedRead.All(reader, bytesMax);
    }

    /// <summary>Compresses a block into one frame.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> source)
    {
        using var target = new MemoryStream();
        using (var writer = new ZstdWriter(target, leaveOpen: true))
        {
            writer.Write(source);
        }

        return target.ToArray();
    }
}
