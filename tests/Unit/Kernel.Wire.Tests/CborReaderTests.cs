namespace Weir.Kernel.Wire.Tests;

public sealed class CborReaderTests
{
    [Theory]
    [InlineData("A165436F756E741903E8", 1000)]
    [InlineData("A165436F756E743903E7", -1000)]
    [InlineData("BF65436F756E741903E8FF", 1000)]
    [InlineData("A165436F756E74FB408F400000000000", 1000)]
    public void Integers_of_any_width_and_maps_of_either_kind_are_read(string hex, int count) =>
        Assert.Equal(count, Shapes.FromCbor(Convert.FromHexString(hex)).Count);

    [Fact]
    public void A_timestamp_is_tag_1_with_milliseconds_as_the_sdks_send_it() =>
        Assert.Equal(
            DateTimeOffset.FromUnixTimeMilliseconds(1_467_038_400_123),
            Shapes.FromCbor(Convert.FromHexString("A1624174C11B00000155924D7E7B")).At);

    [Fact]
    public void A_timestamp_in_floating_seconds_is_read_too() =>
        Assert.Equal(
            DateTimeOffset.FromUnixTimeSeconds(1000), Shapes.FromCbor(Convert.FromHexString("A1624174C1FB408F400000000000")).At);

    [Fact]
    public void Unknown_members_of_every_kind_are_skipped()
    {
        // {"x": [1, -1, h'00', "a", {"b": [_ 1]}, 1.5, true, null, (_ h'01', h'02')], "Flag": true}
        var shape = Shapes.FromCbor(Convert.FromHexString("A261788901204100616" + "1A161629F01FFF93E00F5F65F41014102FF64466C6167F5"));

        Assert.True(shape.Flag);
    }

    [Fact]
    public void A_text_in_chunks_is_one_text() =>
        Assert.Equal("ab", Shapes.FromCbor(Convert.FromHexString("A164546578747F61616162FF")).Text);

    [Fact]
    public void A_blob_is_a_slice_of_the_body()
    {
        var body = Convert.FromHexString("A1644461746143010203");

        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(Shapes.FromCbor(body).Data!.Value, out var segment));
        Assert.Same(body, segment.Array);
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("A1", "a map cut off")]
    [InlineData("BF", "an indefinite map cut off")]
    [InlineData("A0A0", "two values")]
    [InlineData("80", "an array")]
    [InlineData("BB7FFFFFFFFFFFFFFF", "a map longer than memory")]
    [InlineData("A164446174615B7FFFFFFFFFFFFFFF", "bytes longer than memory")]
    [InlineData("A1645465787462C328", "bad UTF-8")]
    [InlineData("A16454657874F6FF", "a break in a map of known length")]
    [InlineData("A165436F756E741C", "a reserved length")]
    [InlineData("A165436F756E741B8000000000000000", "an integer too wide")]
    [InlineData("A1654E616D657381F6", "null in a list")]
    public void Hostile_bytes_are_refused(string hex, string what)
    {
        Assert.NotEmpty(what);
        Assert.Throws<MalformedMessageException>(() => Shapes.FromCbor(Convert.FromHexString(hex)));
    }

    [Theory]
    [InlineData("A16178", "81")]
    [InlineData("A16178", "9F")]
    [InlineData("", "A1654368696C64")]
    public void Deep_nesting_is_refused(string start, string level) =>
        Assert.Throws<MalformedMessageException>(
            () => Shapes.FromCbor(Convert.FromHexString(start + string.Concat(Enumerable.Repeat(level, 10_000)))));

    [Fact]
    public void Every_cut_of_a_message_is_refused()
    {
        using var buffer = new PooledBuffer();
        new CborShapeWriter(buffer).WriteRoot(Shapes.Any(43));
        var cbor = buffer.Span.ToArray();
        for (var length = 0; length < cbor.Length; length++)
        {
            var cut = cbor[..length];
            Assert.Throws<MalformedMessageException>(() => Shapes.FromCbor(cut));
        }
    }
}
