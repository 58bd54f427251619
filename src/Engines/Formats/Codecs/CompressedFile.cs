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
        Compression.Gzip => new InflatedStream(new GZipStream(source, CompressionMode.Decompress)),
        Compression.Deflate => new InflatedStream(new ZLibStream(source, CompressionMode.Decompress)),
        Compression.Zstd => new ZstdReader(source),
        Compression.Bzip2 => new Bzip2Reader(source),
        Compression.Snappy => new BlockFramesReader(source, isSnappy: true),
        Compression.Lz4 => Lz4FrameReader.OpenEither(source),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Compresses what is written; complete when disposed, and the target with it.</summary>
    public static Stream Compress(Stream target, Compression compression) => compression switch
    {
        Compression.None => target,
        Compression.Gzip => new GZipStream(target, CompressionLevel.Optimal),
        Compression.Zstd => new ZstdWriter(target),
        Compression.Bzip2 => new Bzip2Writer(target),
        Compression.Snappy => new HadoopFramesWriter(target, isSnappy: true),
        Compression.Lz4 => new HadoopFramesWriter(target, isSnappy: false),
        _ => throw new NotSupportedException($"{compression} is read, not written"),
    };
}
