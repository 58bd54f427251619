using Weir.Engines.Formats.Codecs.Zstd;
using Weir.Tests.Support;

namespace Weir.Engines.Formats.Tests.Codecs;

/// <summary>Against the format's own tool.</summary>
public sealed class ZstdFilesTests
{
    [Theory]
    [InlineData("-1")]
    [InlineData("-3")]
    [InlineData("-19")]
    public void Frames_of_the_reference_tool_are_read(string level)
    {
        foreach (var (size, variety) in new[] { (0, 1), (10, 3), (3000, 60), (300_000, 200), (600_000, 40) })
        {
            var bytes = CodecTests.Sample(size, variety);
            Assert.Equal(bytes, ZstdCodec.Decompress(Tool.Run("zstd", bytes, "-q", level), size));
        }

        var text = CodecTests.Text(300_000);
        Assert.Equal(text, ZstdCodec.Decompress(Tool.Run("zstd", text, "-q", level), text.Length));
    }

    [Fact]
    public void Our_frames_are_read_by_the_reference_tool()
    {
        foreach (var (size, variety) in new[] { (0, 1), (10, 3), (3000, 60), (300_000, 200), (600_000, 40) })
        {
            var bytes = CodecTests.Sample(size, variety);
            Assert.Equal(bytes, Tool.Run("zstd", ZstdCodec.Compress(bytes), "-q", "-d"));
        }

        var text = CodecTests.Text(300_000);
        Assert.Equal(text, Tool.Run("zstd", ZstdCodec.Compress(text), "-q", "-d"));
    }

    [Fact]
    public void Frames_one_after_another_are_one_content()
    {
        var text = CodecTests.Text(1000);
        byte[] frames = [.. ZstdCodec.Compress(text), .. Convert.FromHexString("502A4D1803000000AABBCC"), .. ZstdCodec.Compress(text)];
        Assert.Equal([.. text, .. text], ZstdCodec.Decompress(frames, 2000));
    }
}
