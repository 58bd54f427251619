using System.Text;

namespace Weir.Kernel.Wire.Tests;

public sealed class JsonReaderTests
{
    [Fact]
    public void Unknown_members_and_nulls_are_skipped()
    {
        var shape = Shapes.FromJson(
            """ { "new": {"a":[1,{"b":null},"]}"],"c":-1.5e3}, "Text":null, "Count":7 , "Tags":{"x":null,"y":"z"}, "more":[] } """);

        Assert.Null(shape.Text);
        Assert.Equal(7, shape.Count);
        Assert.Equal("z", Assert.Single(shape.Tags!).Value);
    }

    [Theory]
    [InlineData("\"a\\u0041\\n\\\"\\\\\\/é\"", "aA\n\"\\/é")]
    [InlineData("\"\\uD83D\\uDE00\"", "😀")]
    [InlineData("\"\"", "")]
    public void Escapes_are_undone(string json, string text) =>
        Assert.Equal(text, Shapes.FromJson($$"""{"Text":{{json}}}""").Text);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1.0", 1)]
    [InlineData("1e3", 1000)]
    [InlineData("-0", 0)]
    public void A_whole_number_may_be_written_any_way(string json, long number) =>
        Assert.Equal(number, Shapes.FromJson($$"""{"Size":{{json}}}""").Size);

    [Theory]
    [InlineData("1467038400.123", "2016-06-27T14:40:00.123Z")]
    [InlineData("1467038400", "2016-06-27T14:40:00Z")]
    [InlineData("1.4670384E9", "2016-06-27T14:40:00Z")]
    [InlineData("\"2016-06-27T14:40:00Z\"", "2016-06-27T14:40:00Z")]
    public void Timestamps_are_read_in_the_forms_that_clients_send(string json, string instant) =>
        Assert.Equal(
            DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture),
            Shapes.FromJson($$"""{"At":{{json}}}""").At);

    [Fact]
    public void A_blob_is_decoded_in_the_body_itself()
    {
        var body = Encoding.UTF8.GetBytes("""{"Data":"aGVsbG8=","Names":["x"]}""");

        var shape = Shapes.FromJson(body);

        Assert.Equal("hello", Encoding.UTF8.GetString(shape.Data!.Value.Span));
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(shape.Data.Value, out var segment));
        Assert.Same(body, segment.Array);
        Assert.Equal(["x"], shape.Names!);
    }

    [Fact]
    public void A_blob_with_escaped_slashes_is_decoded() =>
        Assert.Equal([0xFF, 0xFF, 0xFF], Shapes.FromJson("""{"Data":"\/\/\/\/"}""").Data!.Value.ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("{\"Text\"}")]
    [InlineData("{\"Text\":}")]
    [InlineData("{\"Text\":\"")]
    [InlineData("{\"Text\":\"\\x\"}")]
    [InlineData("{\"Text\":\"\\uD800\"}")]
    [InlineData("{\"Text\":\"\\u12\"}")]
    [InlineData("{\"Text\":\"a\nb\"}")]
    [InlineData("{\"Text\":5}")]
    [InlineData("{\"Count\":\"5\"}")]
    [InlineData("{\"Count\":2147483648}")]
    [InlineData("{\"Count\":1.5}")]
    [InlineData("{\"Size\":9223372036854775808}")]
    [InlineData("{\"Flag\":1}")]
    [InlineData("{\"Flag\":trueish}")]
    [InlineData("{\"Data\":\"a\"}")]
    [InlineData("{\"Data\":\"****\"}")]
    [InlineData("{\"At\":1e99}")]
    [InlineData("{\"Names\":{}}")]
    [InlineData("{\"Names\":[\"a\" \"b\"]}")]
    [InlineData("{\"Names\":[null]}")]
    [InlineData("{\"Names\":[,]}")]
    [InlineData("{\"new\":}")]
    [InlineData("{\"new\":[}]}")]
    [InlineData("{\"new\":nul}x")]
    [InlineData("{\"Text\":nul}")]
    public void What_is_not_json_of_the_shape_is_refused(string json) =>
        Assert.Throws<MalformedMessageException>(() => Shapes.FromJson(json));

    [Fact]
    public void Bad_utf8_is_refused() =>
        Assert.Throws<MalformedMessageException>(() => Shapes.FromJson([.. "{\"Text\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

    [Theory]
    [InlineData("{\"new\":", "[", 100_000)]
    [InlineData("{\"new\":", "{\"a\":", 100_000)]
    [InlineData("", "{\"Child\":", 100_000)]
    [InlineData("{\"Groups\":", "[", 100_000)]
    public void Deep_nesting_is_refused_and_not_followed(string start, string level, int depth) =>
        Assert.Throws<MalformedMessageException>(
            () => Shapes.FromJson(start + string.Concat(Enumerable.Repeat(level, depth))));

    [Fact]
    public void Every_cut_of_a_message_is_refused()
    {
        var json = Encoding.UTF8.GetBytes(Shapes.Text(Shapes.Any(42)));
        for (var length = 0; length < json.Length; length++)
        {
            var cut = json[..length];
            Assert.Throws<MalformedMessageException>(() => Shapes.FromJson(cut));
        }
    }
}
