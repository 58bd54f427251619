using System.Buffers.Binary;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Services.Firehose.Domain;

/// <summary>Snappy, in its own framing and in Hadoop's.</summary>
/// <remarks>Source: snappy format_description.txt and framing_format.txt. Compresses with a hash of four bytes, greedily.</remarks>
internal static class Snappy
{
    /// <summary>A frame's data at most.</summary>
    public const int BlockBytes = 64 << 10;

    private const int HashBits = 14;
    private const int MatchMin = 4;
    private const int CopyMax = 64;

    public static ReadOnlySpan<byte> StreamHeader => [0xFF, 6, 0, 0, (byte)'s', (byte)'N', (byte)'a', (byte)'P', (byte)'p', (byte)'Y'];

    /// <summary>One framed chunk: type, length, masked checksum, block.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        var block = Compress(data);
        var frame = new byte[8 + block.Length];
        var length = block.Length + 4;
        (frame[1], frame[2], frame[3]) = ((byte)length, (byte)(length >> 8), (byte)(length >> 16));
        var crc = Crc32C.Compute(data);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8));
        block.CopyTo(frame.AsSpan(8));
        return frame;
    }

    /// <summary>One block as Hadoop's codec writes it: plain length, then block length, both big-endian, then the block.</summary>
    public static byte[] HadoopBlock(ReadOnlySpan<byte> data)
    {
        var block = Compress(data);
        var framed = new byte[8 + block.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, data.Length);
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(4), block.Length);
        block.CopyTo(framed.AsSpan(8));
        return framed;
    }

    /// <summary>A raw block of at most <see cref="BlockBytes"/> of data.</summary>
    public static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> data)
    {
        var output = new byte[32 + data.Length + (data.Length / 6)];
        var to = 0;
        for (var rest = (uint)data.Length; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                output[to++] = (byte)rest;
                break;
            }

            output[to++] = (byte)(rest | 0x80);
        }

        Span<ushort> seen = new ushort[1 << HashBits]; // positions plus nothing: position 0 is checked like any other
        var (at, literalFrom) = (1, 0);
        while (at + MatchMin <= data.Length)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
            ref var slot = ref seen[(int)((word * 0x1E35A7BD) >> (32 - HashBits))];
            int candidate = slot;
            slot = (ushort)at;
            if (candidate >= at || BinaryPrimitives.ReadUInt32LittleEndian(data[candidate..]) != word)
            {
                at++;
                continue;
            }

            to = Literal(data[literalFrom..at], output, to);
            var length = MatchMin;
            while (at + length < data.Length && data[candidate + length] == data[at + length])
            {
                length++;
            }

            to = Copy(at - candidate, length, output, to);
            at += length;
            literalFrom = at;
        }

        to = Literal(data[literalFrom..], output, to);
        return output.AsSpan(0, to);
    }

    private static int Literal(ReadOnlySpan<byte> data, byte[] output, int to)
    {
        if (data.IsEmpty)
        {
            return to;
        }

        var length = data.Length - 1;
        if (length < 60)
        {
            output[to++] = (byte)(length << 2);
        }
        else if (length < 256)
        {
            output[to++] = 60 << 2;
            output[to++] = (byte)length;
        }
        else
        {
            output[to++] = 61 << 2;
            output[to++] = (byte)length;
            output[to++] = (byte)(length >> 8);
        }

        data.CopyTo(output.AsSpan(to));
        return to + data.Length;
    }

    private static int Copy(int distance, int length, byte[] output, int to)
    {
        while (length > 0)
        {
            var part = Math.Min(length, CopyMax);
            output[to++] = (byte)(((part - 1) << 2) | 2);
            output[to++] = (byte)distance;
            output[to++] = (byte)(distance >> 8);
            length -= part;
        }

        return to;
    }
}
