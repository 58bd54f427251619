using System.IO.Compression;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Codecs.Zstd;

namespace Weir.Engines.Formats.Orc.Writing;

/// <summary>Compresses chunks; what does not get smaller stays plain.</summary>
internal static class OutCompression
{
    /// <summary>Adds one chunk with its header.</summary>
    public static void Add(OrcCodec codec, ReadOnlySpan<byte> plain, ByteSink output)
    {
        var packed = codec switch
        {
            OrcCodec.Zlib => Deflate(plain),
            OrcCodec.Snappy => Snappy.Compress(plain),
            OrcCodec.Lz4 => Lz4.Compress(plain),
            OrcCodec.Zstd => ZstdCodec.Compress(plain),
            _ => throw new NotSupportedException($"ORC files are not written with {codec}"),
        };
        var isPlain = packed.Length >= plain.Length;
        var header = ((isPlain ? plain.Length : packed.Length) << 1) | (isPlain ? 1 : 0);
        output.Byte((byte)header);
        output.Byte((byte)(header >> 8));
        output.Byte((byte)(header >> 16));
        output.Bytes(isPlain ? plain : packed);
    }

    /// <summary>A footer, index or metadata section, compressed as the file is.</summary>
    public static byte[] Whole(OrcWriteOptions options, ReadOnlySpan<byte> plain)
    {
        if (options.Codec == OrcCodec.None)
        {
            return plain.ToArray();
        }

        var output = new ByteSink(plain.Length);
        for (; !plain.IsEmpty; plain = plain[Math.Min(plain.Length, options.BlockBytes)..])
        {
            Add(options.Codec, plain[..Math.Min(plain.Length, options.BlockBytes)], output);
        }

        return output.ToArray();
    }

    private static byte[] Deflate(ReadOnlySpan<byte> plain)
    {
        using var packed = new MemoryStream(plain.Length / 2);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(plain);
        }

        return packed.ToArray();
    }
}
