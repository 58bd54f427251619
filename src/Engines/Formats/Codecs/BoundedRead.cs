using System.Buffers;

namespace Weir.Engines.Formats.Codecs;

/// <summary>Reads a stream whole, but no more than so many bytes of it.</summary>
internal static class BoundedRead
{
    public static byte[] All(Stream stream, int bytesMax)
    {
        var sink = new ByteSink(4096);
        var piece = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            int count;
            while ((count = stream.Read(piece)) > 0)
            {
                if (count > bytesMax - sink.Length)
                {
                    throw new FormatException($"a compressed block is larger than {bytesMax} bytes");
                }

                sink.Bytes(piece.AsSpan(0, count));
            }

            return sink.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>So many bytes; memory grows with what is there, not with what a damaged length says.</summary>
    public static byte[] Exactly(Stream stream, int count, string what)
    {
        const int Step = 1 << 20;
        var bytes = new byte[Math.Min(count, Step)];
        var at = 0;
        while (true)
        {
            var read = stream.ReadAtLeast(bytes.AsSpan(at), bytes.Length - at, throwOnEndOfStream: false);
            at += read;
            if (at < bytes.Length)
            {
                throw new FormatException($"{what} of {count} bytes is cut short after {at}");
            }

            if (at == count)
            {
                return bytes;
            }

            Array.Resize(ref bytes, (int)Math.Min(count, 4L * bytes.Length));
        }
    }
}
