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
}
