using System.Buffers.Binary;
using System.Text;

namespace Weir.Kernel.Wire.Tests;

public sealed class EventStreamTests
{
    /// <summary>The frame without headers or payload, from the format's own test vectors.</summary>
    [Fact]
    public void An_empty_frame_is_the_published_one()
    {
        using var buffer = new PooledBuffer();
        EventStreamWriter.Write(buffer, [], []);

        Assert.Equal("000000100000000005C248EB7D98C8FF", Convert.ToHexString(buffer.Span));
    }

    /// <summary>Likewise with one text header and a payload.</summary>
    [Fact]
    public void A_frame_says_its_lengths_and_checksums()
    {
        using var buffer = new PooledBuffer();
        EventStreamWriter.Write(buffer, [new("content-type", "application/json")], "{'foo':'bar'}"u8);

        Assert.Equal(61, BinaryPrimitives.ReadInt32BigEndian(buffer.Span));
        Assert.Equal(32, BinaryPrimitives.ReadInt32BigEndian(buffer.Span[4..]));
        Assert.Equal("07FD8396", Convert.ToHexString(buffer.Span.Slice(8, 4)));
        Assert.Equal("8D9C08B1", Convert.ToHexString(buffer.Span[^4..]));
        Assert.Contains("{'foo':'bar'}", Encoding.ASCII.GetString(buffer.Span), StringComparison.Ordinal);
    }
}
