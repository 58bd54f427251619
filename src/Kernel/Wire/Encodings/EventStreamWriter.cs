using System.Buffers.Binary;
using System.Text;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.Wire;

/// <summary>Frames of <c>application/vnd.amazon.eventstream</c>: lengths, headers, payload, each part with a CRC-32.</summary>
internal static class EventStreamWriter
{
    public const string ContentType = "application/vnd.amazon.eventstream";
    private const int PreludeBytes = 12;
    private const byte TextHeader = 7;

    public static void Write(PooledBuffer output, ReadOnlySpan<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> payload)
    {
        var start = output.Length;
        output.Write(stackalloc byte[PreludeBytes]);
        foreach (var (name, value) in headers)
        {
            WriteHeader(output, name, value);
        }

        var headerBytes = output.Length - start - PreludeBytes;
        output.Write(payload);
        var prelude = output.Written(start, PreludeBytes);
        BinaryPrimitives.WriteInt32BigEndian(prelude, output.Length - start + sizeof(uint));
        BinaryPrimitives.WriteInt32BigEndian(prelude[4..], headerBytes);
        BinaryPrimitives.WriteUInt32BigEndian(prelude[8..], Crc32.Compute(prelude[..8]));
        Span<byte> sum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32.Compute(output.Written(start, output.Length - start)));
        output.Write(sum);
    }

    private static void WriteHeader(PooledBuffer output, string name, string value)
    {
        output.Write((byte)Encoding.ASCII.GetByteCount(name));
        output.Write(Encoding.ASCII.GetBytes(name));
        output.Write(TextHeader);
        var bytes = Encoding.UTF8.GetBytes(value);
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)bytes.Length));
        output.Write(length);
        output.Write(bytes);
    }
}
