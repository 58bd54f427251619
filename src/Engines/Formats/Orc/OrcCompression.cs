using System.IO.Compression;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Codecs.Zstd;

namespace Weir.Engines.Formats.Orc;

/// <summary>Decompresses single chunks. One thread.</summary>
internal sealed class OrcCompression
{
    private ZstdFrames? _zstd;

    public const int HeaderBytes = 3;

    /// <summary>Reads a chunk's header: how many bytes follow, and whether they are plain.</summary>
    public static (int Length, bool IsPlain) ReadHeader(ReadOnlySpan<byte> header)
    {
        var word = header[0] | (header[1] << 8) | (header[2] << 16);
        return (word >> 1, (word & 1) != 0);
    }

    /// <summary>How long a chunk can be at most when decompressed, so that a lie about block sizes costs no memory.</summary>
    public static int PlainBytesMax(OrcCodec codec, ReadOnlySpan<byte> chunk, int blockBytes)
    {
        var most = codec switch
        {
            OrcCodec.Zlib => chunk.Length * 1040L,
            OrcCodec.Snappy => Snappy.DecompressedLength(chunk),
            OrcCodec.Zstd => (long)Math.Min(ZstdFrames.ContentSize(chunk) ?? ZstdFrames.BytesMax(chunk), (ulong)blockBytes),
            _ => chunk.Length * 256L,
        };
        return (int)Math.Min(most, blockBytes);
    }

    /// <returns>Bytes written.</returns>
    public int Decompress(OrcCodec codec, ReadOnlySpan<byte> chunk, Span<byte> plain) => codec switch
    {
        OrcCodec.Zlib => Inflate(chunk, plain),
        OrcCodec.Snappy => Snappy.Decompress(chunk, plain),
        OrcCodec.Lzo => Lzo.Decompress(chunk, plain),
        OrcCodec.Lz4 => Lz4.Decompress(chunk, plain),
        OrcCodec.Zstd => (_zstd ??= new()).Decompress(chunk, plain),
        OrcCodec.None => throw new FormatException("a compressed chunk in a file without compression"),
    };

    /// <summary>Decompresses a whole section, chunk by chunk.</summary>
    public byte[] DecompressAll(OrcCodec codec, int blockBytes, ReadOnlySpan<byte> section)
    {
        if (codec == OrcCodec.None)
        {
            return section.ToArray();
        }

        var plain = new byte[Math.Max(section.Length * 2, 1024)];
        var written = 0;
        while (!section.IsEmpty)
        {
            if (section.Length < HeaderBytes)
            {
                throw new FormatException("a chunk is cut short");
            }

            var (length, isPlain) = ReadHeader(section);
            section = section[HeaderBytes..];
            if (length > section.Length || length > blockBytes)
            {
                throw new FormatException($"a chunk of {length} bytes where {section.Length} are left");
            }

            var chunk = section[..length];
            var room = isPlain ? length : PlainBytesMax(codec, chunk, blockBytes);
            if (written + (long)room > OrcLimits.SectionPlainBytesMax)
            {
                throw new FormatException($"a section of more than {OrcLimits.SectionPlainBytesMax} bytes");
            }

            if (plain.Length < written + room)
            {
                Array.Resize(ref plain, Math.Max(written + room, (int)Math.Min(plain.Length * 2L, OrcLimits.SectionPlainBytesMax)));
            }

            if (isPlain)
            {
                chunk.CopyTo(plain.AsSpan(written));
                written += length;
            }
            else
            {
                written += Decompress(codec, chunk, plain.AsSpan(written, room));
            }

            section = section[length..];
        }

        return plain.AsSpan(0, written).ToArray();
    }

    private static unsafe int Inflate(ReadOnlySpan<byte> chunk, Span<byte> plain)
    {
        if (chunk.IsEmpty)
        {
            return 0;
        }

        fixed (byte* bytes = chunk)
        {
            try
            {
                using var source = new UnmanagedMemoryStream(bytes, chunk.Length);
                using var inflate = new DeflateStream(source, CompressionMode.Decompress);
                var written = 0;
                while (written < plain.Length)
                {
                    var read = inflate.Read(plain[written..]);
                    if (read == 0)
                    {
                        return written;
                    }

                    written += read;
                }

                // Full to the brim: one more byte would be one too many.
                Span<byte> more = stackalloc byte[1];
                return inflate.Read(more) == 0 ? written : throw new FormatException($"a chunk holds more than {plain.Length} bytes");
            }
            catch (Exception damage) when (damage is InvalidDataException or IOException)
            {
                throw new FormatException("a damaged zlib chunk", damage);
            }
        }
    }
}
