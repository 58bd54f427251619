using System.Buffers.Binary;
using Weir.Services.Firehose.Domain;

namespace Weir.Services.Firehose.Tests;

public sealed class SnappyTests
{
    [Fact]
    public void Blocks_unpack_to_what_was_packed()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var data = new byte[random.Next(0, Snappy.BlockBytes + 1)];
            var letters = random.Next(1, 256);
            for (var at = 0; at < data.Length; at++)
            {
                data[at] = at > 100 && random.Next(3) > 0 ? data[at - 1 - (at % 97)] : (byte)random.Next(letters);
            }

            Assert.Equal(data, Unpack(Snappy.Compress(data)));
        }
    }

    [Fact]
    public void Repetition_takes_little_room()
    {
        var packed = Snappy.Compress(new byte[60_000]);

        Assert.True(packed.Length < 4000);
    }

    [Fact]
    public void Hadoops_framing_gives_both_lengths()
    {
        var framed = Snappy.HadoopBlock("aaaaaaaaaaaaaaaaaaaaaaaa"u8);

        Assert.Equal(24, BinaryPrimitives.ReadInt32BigEndian(framed));
        Assert.Equal(framed.Length - 8, BinaryPrimitives.ReadInt32BigEndian(framed.AsSpan(4)));
    }

    /// <summary>From the format's description, independent of the packer.</summary>
    private static byte[] Unpack(ReadOnlySpan<byte> block)
    {
        var (at, length, shift) = (0, 0, 0);
        do
        {
            length |= (block[at] & 0x7F) << shift;
            shift += 7;
        }
        while (block[at++] >= 0x80);

        var output = new List<byte>(length);
        while (at < block.Length)
        {
            var tag = block[at++];
            switch (tag & 3)
            {
                case 0:
                    var count = (tag >> 2) + 1;
                    var extra = count - 60;
                    if (extra > 0)
                    {
                        count = 1;
                        for (var index = 0; index < extra; index++)
                        {
                            count += block[at++] << (8 * index);
                        }
                    }

                    output.AddRange(block.Slice(at, count));
                    at += count;
                    break;
                case 2:
                    var distance = block[at] | (block[at + 1] << 8);
                    at += 2;
                    for (var left = (tag >> 2) + 1; left > 0; left--)
                    {
                        output.Add(output[^distance]);
                    }

                    break;
                default:
                    Assert.Fail("a kind of element that the packer does not write");
                    break;
            }
        }

        Assert.Equal(length, output.Count);
        return [.. output];
    }
}
