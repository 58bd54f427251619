using Weir.Engines.Formats.Avro;

namespace Weir.Engines.Formats.Tests.Avro;

public sealed class AvroResolutionTests
{
    [Theory]
    [InlineData("\"int\"", "\"long\"", 7, "7")]
    [InlineData("\"int\"", "\"double\"", 7, "7")]
    [InlineData("\"long\"", "\"float\"", 7, "7")]
    [InlineData("\"float\"", "\"double\"", 1.5f, "1.5")]
    [InlineData("\"string\"", "\"bytes\"", "ab", "ab")]
    [InlineData("\"int\"", """["null", "double", "long"]""", 7, "7")]
    [InlineData("""["null", "int"]""", "\"long\"", 7, "7")]
    [InlineData("""["int", "string"]""", """["string", "long"]""", 7, "7")]
    [InlineData("""{"type": "enum", "name": "e", "symbols": ["A", "B"]}""", """{"type": "enum", "name": "e", "symbols": ["C", "A"], "default": "C"}""", "B", "C")]
    public void Values_become_the_readers(string writer, string reader, object value, string expected) =>
        Assert.Equal($"[{expected}]", AvroFileTests.Show(Convert(Record(writer), Record(reader), new object?[] { value })));

    [Fact]
    public void Fields_are_matched_by_name_or_alias_and_missing_ones_have_their_defaults()
    {
        const string Writer = """{"type": "record", "name": "r", "fields": [{"name": "a", "type": "int"}, {"name": "gone", "type": {"type": "map", "values": "string"}}, {"name": "b", "type": "string"}]}""";
        const string Reader = """
            {"type": "record", "name": "r", "fields": [{"name": "new", "type": ["int", "null"], "default": 5}, {"name": "c", "aliases": ["b"], "type": "string"},
             {"name": "a", "type": "long"}, {"name": "list", "type": {"type": "array", "items": "bytes"}, "default": ["\u00ff"]}]}
            """;
        var read = Convert(Writer, Reader, new object?[] { 1, new Dictionary<string, object?> { ["k"] = "v" }, "text" });
        Assert.Equal("[5, text, 1, [ÿ]]", AvroFileTests.Show(read));
    }

    [Theory]
    [InlineData("\"long\"", "\"int\"", 7L)]
    [InlineData("\"string\"", "\"int\"", "7")]
    [InlineData("""["int", "string"]""", "\"int\"", "a")]
    [InlineData("""{"type": "enum", "name": "e", "symbols": ["A", "B"]}""", """{"type": "enum", "name": "e", "symbols": ["A"]}""", "B")]
    public void What_does_not_fit_is_an_error(string writer, string reader, object value) =>
        Assert.Throws<FormatException>(() => Convert(Record(writer), Record(reader), new object?[] { value }));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("\"unknown\"")]
    [InlineData("""{"type": "record", "name": "r"}""")]
    [InlineData("""{"type": "record", "name": "r", "fields": [{"name": "a", "type": "int"}, {"name": "a", "type": "int"}]}""")]
    [InlineData("""["int", ["null"]]""")]
    [InlineData("""{"type": "fixed", "name": "f", "size": -1}""")]
    public void What_is_no_schema_is_refused(string json) => Assert.Throws<FormatException>(() => AvroSchema.Parse(json));

    [Fact]
    public void A_schema_nested_without_end_is_refused()
    {
        var json = string.Concat(Enumerable.Repeat("{\"type\":\"array\",\"items\":", 90)) + "\"int\"" + new string('}', 90);
        Assert.Equal(AvroKind.Array, AvroSchema.Parse(json).Kind);
        Assert.Throws<FormatException>(() => AvroSchema.Parse(json.Replace("\"int\"", json, StringComparison.Ordinal)));
    }

    [Fact]
    public void Names_are_found_in_their_namespace()
    {
        var schema = AvroSchema.Parse("""
            {"type": "record", "name": "x.y.Outer", "fields": [
              {"name": "a", "type": {"type": "fixed", "name": "F", "size": 2}}, {"name": "b", "type": "F"}, {"name": "c", "type": "x.y.F"},
              {"name": "d", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}, "field-id": 7}]}
            """);
        Assert.Equal("x.y.F", schema.Fields[1].Schema.Name);
        Assert.Same(schema.Fields[1].Schema, schema.Fields[2].Schema);
        Assert.Equal((AvroLogical.Decimal, 9, 2, 7), (schema.Fields[3].Schema.Logical, schema.Fields[3].Schema.Precision, schema.Fields[3].Schema.Scale, schema.Fields[3].Properties["field-id"].GetInt32()));
    }

    [Fact]
    public void Data_that_nests_without_end_is_refused()
    {
        const string Schema = """{"type": "record", "name": "node", "fields": [{"name": "next", "type": ["null", "node"]}]}""";
        var reader = AvroResolver.Resolve(AvroSchema.Parse(Schema), AvroSchema.Parse(Schema));
        var bytes = Enumerable.Repeat((byte)2, 100_000).Append((byte)0).ToArray();
        Assert.Throws<FormatException>(() =>
        {
            var input = new AvroInput(bytes);
            return reader.Read(ref input);
        });
    }

    [Fact]
    public void Items_without_bytes_are_bounded()
    {
        const string Schema = """{"type": "array", "items": "null"}""";
        var reader = AvroResolver.Resolve(AvroSchema.Parse(Schema), AvroSchema.Parse(Schema));
        Assert.Throws<FormatException>(() =>
        {
            var input = new AvroInput([0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0]);
            return reader.Read(ref input);
        });
    }

    private static string Record(string type) => $$"""{"type": "record", "name": "r", "fields": [{"name": "v", "type": {{type}}}]}""";

    private static object? Convert(string writer, string reader, object? value)
    {
        using var file = AvroFileReader.Open(new MemoryStream(AvroFileTests.Write(writer, AvroCodec.Null, [value])));
        return file.Read(AvroSchema.Parse(reader)).Single();
    }
}
