using System.Buffers.Binary;
using System.Text;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Tests.Support;

/// <summary>Deletion vectors of Delta tables as writers make them: Roaring bitmaps with containers of every kind, Z85, files.</summary>
public static class DeletionVectorBytes
{
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <summary>The serialized vector of rows below 2^32, ascending.</summary>
    public static byte[] Of(IEnumerable<long> rows, bool withRuns = false)
    {
        var containers = rows.Order().GroupBy(row => row >> 16).ToArray();
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(1681511377);
        writer.Write(1L);
        writer.Write(0u);
        if (withRuns)
        {
            writer.Write((uint)(12347 | ((containers.Length - 1) << 16)));
            var flags = new byte[(containers.Length + 7) / 8];
            Array.Fill(flags, (byte)0xFF);
            writer.Write(flags);
        }
        else
        {
            writer.Write(12346u);
            writer.Write(containers.Length);
        }

        foreach (var container in containers)
        {
            writer.Write((ushort)container.Key);
            writer.Write((ushort)(container.Count() - 1));
        }

        if (!withRuns || containers.Length >= 4)
        {
            // The places of the containers, which readers may trust or find out themselves.
            writer.Write(new byte[containers.Length * 4]);
        }

        foreach (var container in containers)
        {
            Write(writer, [.. container.Select(row => (ushort)row)], withRuns);
        }

        return bytes.ToArray();
    }

    /// <summary>A file with one vector in it, at place 1.</summary>
    public static byte[] File(byte[] vector)
    {
        var file = new byte[vector.Length + 9];
        file[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(1), vector.Length);
        vector.CopyTo(file, 5);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(5 + vector.Length), Crc32.Compute(vector));
        return file;
    }

    public static string Z85(ReadOnlySpan<byte> bytes)
    {
        var padded = new byte[(bytes.Length + 3) / 4 * 4];
        bytes.CopyTo(padded);
        var text = new StringBuilder();
        for (var at = 0; at < padded.Length; at += 4)
        {
            var value = BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(at));
            foreach (var power in (ReadOnlySpan<uint>)[52_200_625, 614_125, 7225, 85, 1])
            {
                text.Append(Letters[(int)(value / power % 85)]);
            }
        }

        return text.ToString();
    }

    private static void Write(BinaryWriter writer, ushort[] values, bool asRuns)
    {
        if (asRuns)
        {
            var runs = new List<(ushort Start, ushort More)>();
            foreach (var value in values)
            {
                if (runs.Count > 0 && runs[^1].Start + runs[^1].More + 1 == value)
                {
                    runs[^1] = (runs[^1].Start, (ushort)(runs[^1].More + 1));
                }
                else
                {
                    runs.Add((value, 0));
                }
            }

            writer.Write((ushort)runs.Count);
            runs.ForEach(run =>
            {
                writer.Write(run.Start);
                writer.Write(run.More);
            });
        }
        else if (values.Length <= 4096)
        {
            Array.ForEach(values, writer.Write);
        }
        else
        {
            var words = new ulong[1024];
            foreach (var value in values)
            {
                words[value / 64] |= 1UL << (value % 64);
            }

            Array.ForEach(words, writer.Write);
        }
    }
}
