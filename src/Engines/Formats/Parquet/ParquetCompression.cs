using System.Buffers.Binary;
using System.IO.Compression;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Codecs.Zstd;
using Weir.Engines.Formats.Parquet.Pages;

namespace Weir.Engines.Formats.Parquet;

/// <summary>Decompresses pages. One thread.</summary>
internal sealed class ParquetCompression
{
    private ZstdFrames? _zstd;

    /// <param name="plainBytes">What the page's header says; anything else is damage.</param>
    public ReadOnlyMemory<byte> Decompress(ParquetCodec codec, ReadOnlyMemory<byte> stored, int plainBytes, PageBuffer buffer)
    {
        if (codec == ParquetCodec.None)
        {
            return stored;
        }

        if (plainBytes == 0)
        {
            return default;
        }

        ReadOnlyMemory<byte> plain = codec switch
        {
            ParquetCodec.Snappy => Exact(stored, plainBytes, buffer, Snappy.DecompressedLength(stored.Span), Snappy.Decompress),
            ParquetCodec.Gzip => Inflate(new GZipStream(Stream(stored), CompressionMode.Decompress), plainBytes),
            ParquetCodec.Brotli => Inflate(new BrotliStream(Stream(stored), CompressionMode.Decompress), plainBytes),
            ParquetCodec.Zstd => Exact(stored, plainBytes, buffer, (long)Math.Min(ZstdFrames.BytesMax(stored.Span), long.MaxValue), (from, to) => (_zstd ??= new()).Decompress(from, to)),
            ParquetCodec.Lz4Raw => Exact(stored, plainBytes, buffer, (stored.Length * 255L) + 64, (from, to) => Lz4.Decompress(from, to)),
            ParquetCodec.Lz4 => OldLz4(stored, plainBytes, buffer),
            ParquetCodec.Lzo when Blocks(stored.Span, plainBytes, Lzo.Decompress) is { } blocks => blocks,
            ParquetCodec.Lzo => Exact(stored, plainBytes, buffer, (stored.Length * 255L) + 64, Lzo.Decompress),
            _ => throw new FormatException($"pages compressed with the unknown codec {(int)codec}"),
        };
        return plain.Length == plainBytes ? plain : throw Differs(plain.Length, plainBytes);
    }

    private delegate int Decoder(ReadOnlySpan<byte> stored, Span<byte> plain);

    private static FormatException Differs(long found, int said) => new($"a page of {found} bytes that says to have {said}");

    /// <param name="most">No codec makes more of so many bytes: a lie in the header costs no memory.</param>
    private static ReadOnlyMemory<byte> Exact(ReadOnlyMemory<byte> stored, int plainBytes, PageBuffer buffer, long most, Decoder decode)
    {
        if (most < plainBytes)
        {
            throw Differs(most, plainBytes);
        }

        var plain = buffer.Take(plainBytes);
        var written = decode(stored.Span, plain.Span);
        return written == plainBytes ? plain : throw Differs(written, plainBytes);
    }

    private static byte[] Inflate(Stream stream, int plainBytes)
    {
        using (stream)
        {
            try
            {
                return BoundedRead.Exactly(stream, plainBytes, "a page");
            }
            catch (Exception damage) when (damage is InvalidDataException or InvalidOperationException or IOException)
            {
                throw new FormatException("a page that cannot be decompressed", damage);
            }
        }
    }

    /// <summary>Hadoop's frames, a plain block, or a frame of LZ4's own: whichever makes as many bytes as it should.</summary>
    private static ReadOnlyMemory<byte> OldLz4(ReadOnlyMemory<byte> stored, int plainBytes, PageBuffer buffer)
    {
        if (Blocks(stored.Span, plainBytes, (from, to) => Lz4.Decompress(from, to)) is { } framed)
        {
            return framed;
        }

        return stored.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(stored.Span) == 0x184D2204
            ? Inflate(new Lz4FrameReader(Stream(stored)), plainBytes)
            : Exact(stored, plainBytes, buffer, (stored.Length * 255L) + 64, (from, to) => Lz4.Decompress(from, to));
    }

    /// <summary>Lengths in big-endian before each block, as Hadoop writes them; null where it is not so.</summary>
    private static byte[]? Blocks(ReadOnlySpan<byte> stored, int plainBytes, Decoder decode)
    {
        if ((stored.Length * 255L) + 64 < plainBytes)
        {
            return null;
        }

        var plain = new byte[plainBytes];
        var written = 0;
        while (!stored.IsEmpty)
        {
            if (stored.Length < 8)
            {
                return null;
            }

            var size = BinaryPrimitives.ReadUInt32BigEndian(stored);
            var length = BinaryPrimitives.ReadUInt32BigEndian(stored[4..]);
            if (length > stored.Length - 8 || size > plainBytes - written)
            {
                return null;
            }

            try
            {
                if (decode(stored.Slice(8, (int)length), plain.AsSpan(written, (int)size)) != (int)size)
                {
                    return null;
                }
            }
            catch (FormatException)
            {
                return null;
            }

            written += (int)size;
            stored = stored[(8 + (int)length)..];
        }

        return written == plainBytes ? plain : null;
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> stored) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(stored, out var segment)
            ? new(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new(stored.ToArray(), writable: false);
}
