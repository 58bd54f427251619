using System.IO.Compression;
using Weir.Engines.Discovery;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Codecs.Bzip2;
using Weir.Engines.Formats.Codecs.Zstd;

namespace Weir.Services.Glue.Crawling;

/// <summary>The beginning of what a compressed file holds.</summary>
internal static class Unpacking
{
    private const int WindowBytesMax = 32 << 20;

    /// <summary>Null when nothing can be unpacked.</summary>
    public static (ReadOnlyMemory<byte> Bytes, bool IsWhole)? Open(string compression, byte[] head, int length, bool isWhole)
    {
        var packed = new MemoryStream(head, 0, length, writable: false);
        using Stream? inside = compression switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "bzip2" => new Bzip2Reader(packed),
            "zstd" => new ZstdReader(packed, WindowBytesMax),
            "snappy" => new BlockFramesReader(packed, isSnappy: true),
            "lz4" => Lz4FrameReader.OpenEither(packed),
            _ => null,
        };
        return inside is null ? null : Read(inside, isWhole);
    }

    /// <summary>A head that ends inside the packed data is no damage: what came before it is a sample.</summary>
    private static (ReadOnlyMemory<byte> Bytes, bool IsWhole)? Read(Stream inside, bool isWhole)
    {
        var sample = new byte[DiscoveryLimits.SampleBytesMax];
        var length = 0;
        try
        {
            while (length < sample.Length)
            {
                var read = inside.Read(sample, length, sample.Length - length);
                if (read == 0)
                {
                    return (sample.AsMemory(0, length), isWhole);
                }

                length += read;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or Weir.Engines.Formats.FormatException)
        {
            return length == 0 ? null : (sample.AsMemory(0, length), false);
        }

        return (sample.AsMemory(0, length), false);
    }
}
