using System.IO.Compression;
using Weir.Engines.Formats.Codecs.Bzip2;
using Weir.Engines.Formats.Codecs.Zstd;
using Weir.Engines.Formats.Scans;

namespace Weir.Engines.Formats.Codecs;

/// <summary>Opens a compressed file as the bytes it was made from; members one after another are read as one.</summary>
public static class CompressedFile
{
    public static Stream Open(DataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Decompress(CountedStream.Open(file), file.Compression);
    }

    /// <summary>The stream belongs to the result.</summary>
    public static Stream Decompress(Stream source, Compression compression) => compression switch
    {
        Compression.None => source,
        Compression.Gzip => new GZipStream(source, CompressionMode.Decompress),
        Compression.Deflate => new ZLibStream(source, CompressionMode.Decompress),
        Compression.Zstd => new ZstdReader(source),
        Compression.Bzip2 => new Bzip2Reader(source),
        Compression.Snappy => new BlockFramesReader(source, isSnappy: true),
        Compression.Lz4 => Lz4FrameReader.OpenEither(source),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
