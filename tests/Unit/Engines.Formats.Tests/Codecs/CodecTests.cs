using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Codecs.Zstd;

namespace Weir.Engines.Formats.Tests.Codecs;

public sealed class CodecTests
{
    public static TheoryData<int, int> Sizes => new()
    {
        { 0, 1 }, { 1, 1 }, { 2, 2 }, { 5, 3 }, { 13, 1 }, { 100, 4 }, { 1000, 2 }, { 65535, 256 }, { 65536, 4 }, { 65537, 20 },
        { 131072, 256 }, { 131073, 3 }, { 400_000, 30 }, { 1_000_000, 100 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_snappy_compresses_it_decompresses(int size, int variety)
    {
        var bytes = Sample(size, variety);
        Assert.Equal(bytes, Snappy.Decompress(Snappy.Compress(bytes), size));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_lz4_compresses_it_decompresses(int size, int variety)
    {
        var bytes = Sample(size, variety);
        var target = new byte[size];
        Assert.Equal(size, Lz4.Decompress(Lz4.Compress(bytes), target));
        Assert.Equal(bytes, target);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_zstd_compresses_it_decompresses(int size, int variety)
    {
        var bytes = Sample(size, variety);
        var compressed = ZstdCodec.Compress(bytes);
        Assert.Equal(bytes, ZstdCodec.Decompress(compressed, size));
    }

    [Fact]
    public void Text_becomes_much_smaller()
    {
        var text = Text(200_000);
        Assert.InRange(ZstdCodec.Compress(text).Length, 0, text.Length * 2 / 5);
        Assert.InRange(Snappy.Compress(text).Length, 0, text.Length / 2);
        Assert.InRange(Lz4.Compress(text).Length, 0, text.Length / 2);
    }

    [Theory]
    [InlineData("0A 00 61")] // says ten bytes, has one
    [InlineData("04 01 00")] // a copy before anything was written
    [InlineData("02 04 61")] // a literal cut short
    [InlineData("FF FF FF FF FF")] // a length of more than 31 bits
    [InlineData("")]
    public void Damaged_snappy_is_refused(string hex) =>
        Assert.Throws<FormatException>(() => Snappy.Decompress(Convert.FromHexString(hex.Replace(" ", "")), 1000));

    [Fact]
    public void A_snappy_block_larger_than_allowed_is_refused_before_it_is_allocated() =>
        Assert.Throws<FormatException>(() => Snappy.Decompress(Convert.FromHexString("FFFFFF7F00"), 1 << 20));

    [Fact]
    public void A_changed_byte_of_a_zstd_frame_is_found()
    {
        var compressed = ZstdCodec.Compress(Text(5000));
        compressed[^1] ^= 1;
        Assert.Throws<FormatException>(() => ZstdCodec.Decompress(compressed, 5000));
        Assert.Throws<FormatException>(() => ZstdCodec.Decompress(compressed.AsMemory(0, compressed.Length - 2), 5000));
    }

    internal static byte[] Sample(int size, int variety)
    {
        var random = new Random(size + variety);
        var bytes = new byte[size];
        for (var at = 0; at < size; at++)
        {
            var isRepeat = at > 20 && random.Next(10) == 0;
            if (isRepeat)
            {
                var length = Math.Min(size - at, random.Next(3, 80));
                var from = random.Next(at);
                for (var step = 0; step < length; step++)
                {
                    bytes[at + step] = bytes[from + step];
                }

                at += length - 1;
            }
            else
            {
                bytes[at] = (byte)random.Next(variety);
            }
        }

        return bytes;
    }

    internal static byte[] Text(int size)
    {
        var random = new Random(7);
        string[] words = ["the", "gateway", "sensor", "temperature", "of", "42.5", "2026-01-01", "error", "and", "warning\n", "device-", "0x1f"];
        var text = new System.Text.StringBuilder();
        while (text.Length < size)
        {
            text.Append(words[random.Next(words.Length)]).Append(random.Next(100)).Append(' ');
        }

        return System.Text.Encoding.ASCII.GetBytes(text.ToString(0, size));
    }
}
