using System.Buffers.Binary;
using System.IO.Compression;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Codecs.Bzip2;
using Weir.Engines.Formats.Codecs.Xz;
using Weir.Engines.Formats.Codecs.Zstd;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Formats.Avro;

/// <summary>How the blocks of an Avro file are compressed.</summary>
public enum AvroCodec
{
    Null = 0,
    Deflate = 1,
    Snappy = 2,
    Zstandard = 3,
    Bzip2 = 4,
    Xz = 5,
}

internal static class AvroCodecs
{
    public static AvroCodec Parse(string name) => name switch
    {
        "" or "null" => AvroCodec.Null,
        "deflate" => AvroCodec.Deflate,
        "snappy" => AvroCodec.Snappy,
        "zstandard" => AvroCodec.Zstandard,
        "bzip2" => AvroCodec.Bzip2,
        "xz" => AvroCodec.Xz,
        _ => throw new FormatException($"the Avro codec {name} is not supported"),
    };

    public static string Name(AvroCodec codec) => codec.ToString().ToLowerInvariant();

    public static ReadOnlyMemory<byte> Decompress(AvroCodec codec, ReadOnlyMemory<byte> stored, int bytesMax)
    {
        switch (codec)
        {
            case AvroCodec.Null:
                return stored;
            case AvroCodec.Snappy:
                return DecompressSnappy(stored.Span, bytesMax);
            case AvroCodec.Xz:
                return XzFile.Decompress(stored.Span, bytesMax);
            default:
                try
                {
                    using Stream reader = codec switch
                    {
                        AvroCodec.Deflate => new DeflateStream(new MemoryReader(stored), CompressionMode.Decompress),
                        AvroCodec.Zstandard => new ZstdReader(new MemoryReader(stored)),
                        _ => new Bzip2Reader(new MemoryReader(stored)),
                    };
                    return BoundedRead.All(reader, bytesMax);
                }
                catch (Exception error) when (error is InvalidDataException or IOException)
                {
                    throw new FormatException("an Avro block is damaged: its compressed data is none", error);
                }
        }
    }

    public static byte[] Compress(AvroCodec codec, ReadOnlySpan<byte> block)
    {
        switch (codec)
        {
            case AvroCodec.Null:
                return block.ToArray();
            case AvroCodec.Snappy:
                var compressed = Snappy.Compress(block);
                Array.Resize(ref compressed, compressed.Length + 4);
                BinaryPrimitives.WriteUInt32BigEndian(compressed.AsSpan(compressed.Length - 4), Crc32.Compute(block));
                return compressed;
            case AvroCodec.Zstandard:
                return ZstdCodec.Compress(block);
            case AvroCodec.Deflate:
                using (var target = new MemoryStream())
                {
                    using (var writer = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true))
                    {
                        writer.Write(block);
                    }

                    return target.ToArray();
                }

            case AvroCodec.Bzip2:
                using (var target = new MemoryStream())
                {
                    using (var writer = new Bzip2Writer(target))
                    {
                        writer.Write(block);
                    }

                    return target.ToArray();
                }

            case AvroCodec.Xz:
            default:
                throw new NotSupportedException($"Avro files compressed with {Name(codec)} are read, not written");
        }
    }

    private static byte[] DecompressSnappy(ReadOnlySpan<byte> stored, int bytesMax)
    {
        if (stored.Length < 4)
        {
            throw new FormatException("an Avro block is cut short");
        }

        var block = Snappy.Decompress(stored[..^4], bytesMax);
        return BinaryPrimitives.ReadUInt32BigEndian(stored[^4..]) == Crc32.Compute(block)
            ? block
            : throw new FormatException("an Avro block's checksum is wrong");
    }
}
