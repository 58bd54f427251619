using System.Globalization;
using System.Text;
using Weir.Engines.Formats.Avro;
using Weir.Tests.Support;

namespace Weir.Engines.Formats.Tests.Avro;

public sealed class AvroFileTests
{
    private const string Everything = """
        {"type": "record", "name": "all", "namespace": "a.b", "fields": [
          {"name": "n", "type": "null"}, {"name": "b", "type": "boolean"}, {"name": "i", "type": "int"}, {"name": "l", "type": "long"},
          {"name": "f", "type": "float"}, {"name": "d", "type": "double"}, {"name": "by", "type": "bytes"}, {"name": "s", "type": "string"},
          {"name": "e", "type": {"type": "enum", "name": "color", "symbols": ["RED", "GREEN"]}},
          {"name": "x", "type": {"type": "fixed", "name": "four", "size": 4}},
          {"name": "a", "type": {"type": "array", "items": ["null", "int", "string"]}},
          {"name": "m", "type": {"type": "map", "values": "long"}},
          {"name": "u", "type": ["null", "color", "a.b.four"]},
          {"name": "r", "type": ["null", "all"], "default": null}]}
        """;

    [Theory]
    [InlineData("alltypes_plain.bzip2.avro", 8, "4 | True | 0 | 0 | 0 | 0 | 0 | 0 | 03/01/09 | 0 | 1235865600000000")]
    [InlineData("alltypes_nulls_plain.avro", 1, "null | null | null | null | null | null | null")]
    [InlineData("binary.avro", 12, "\0")]
    [InlineData("dict-page-offset-zero.avro", 39, "1552")]
    [InlineData("fixed_length_decimal_legacy.avro", 24, "\0\0\0\0\0d")]
    [InlineData("int32_decimal.avro", 24, "\0d")]
    [InlineData("list_columns.avro", 3, "[1, 2, 3] | [abc, efg, hij]")]
    [InlineData("nested_records.avro", 2, "[aaa, 10, [3.14]] | [[True, 1.2], [True, 2.2]] | [xyz] | [[200], null]")]
    [InlineData("nullable.impala.avro", 7, "1 | [1, 2, 3] | [[1, 2], [3, 4]] | {k1: 1, k2: 100} | [{k1: 1}] | [1, [1], [[[[10, aaa], [-10, bbb]], [[11, c]]]], {foo: [[[1.1]]]}]")]
    [InlineData("repeated_no_annotation.avro", 6, "1 | null")]
    [InlineData("simple_fixed.avro", 2, "abcde | fghijklmno | ABCDEF")]
    [InlineData("timestamp_logical_types.avro", 2, "1 | 0 | 0 | 0 | 0 | 0 | 0")]
    public void Files_of_other_writers_are_read(string name, int rows, string first)
    {
        using var reader = AvroFileReader.Open(File.OpenRead(Repository.SharedData("formats", "avro", name)));
        var all = reader.Read().ToList();
        var shown = string.Join(" | ", ((object?[])all[0]!).Select(Show));
        Assert.True(first == shown, $"{name} begins with {shown}");
        Assert.Equal(rows, all.Count);
    }

    [Fact]
    public void A_codec_that_is_not_here_is_named()
    {
        // The name of a codec stands in the header as a text: one of the same length is as well formed.
        var file = File.ReadAllBytes(Repository.SharedData("formats", "avro", "alltypes_plain.xz.avro"));
        var name = file.AsSpan().IndexOf("\u0004xz"u8);
        file[name + 1] = (byte)'q';
        Assert.Contains("qz", Assert.Throws<FormatException>(() => AvroFileReader.Open(new MemoryStream(file))).Message);
    }

    [Theory]
    [InlineData(AvroCodec.Null)]
    [InlineData(AvroCodec.Deflate)]
    [InlineData(AvroCodec.Snappy)]
    [InlineData(AvroCodec.Zstandard)]
    public void What_is_written_is_read_again(AvroCodec codec)
    {
        var rows = Enumerable.Range(0, 20_000).Select(at => Row(at, Row(at + 1, null))).ToList();
        var file = Write(Everything, codec, rows);
        using var reader = AvroFileReader.Open(new MemoryStream(file));
        var read = reader.Read().ToList();
        Assert.Equal(rows.Count, read.Count);
        Assert.Equal(rows.Select(Show), read.Select(Show));
        Assert.Equal(("1", codec), (Encoding.ASCII.GetString(reader.Metadata["more"]), reader.Codec));
    }

    [Fact]
    public void Every_cut_of_a_file_is_an_error_but_that_between_header_and_rows()
    {
        var file = Write(Everything, AvroCodec.Snappy, [Row(1, null), Row(2, null)]);
        var readable = new List<int>();
        for (var length = 0; length < file.Length; length++)
        {
            try
            {
                using var reader = AvroFileReader.Open(new MemoryStream(file, 0, length));
                Assert.Empty(reader.Read());
                readable.Add(length);
            }
            catch (FormatException)
            {
            }
        }

        // The header alone is a file without rows.
        Assert.Single(readable);
    }

    internal static byte[] Write(string schema, AvroCodec codec, IEnumerable<object?> rows)
    {
        var target = new MemoryStream();
        using (var writer = new AvroFileWriter(target, AvroSchema.Parse(schema), codec, new Dictionary<string, byte[]> { ["more"] = [(byte)'1'] }))
        {
            foreach (var row in rows)
            {
                writer.Append(row);
            }
        }

        return target.ToArray();
    }

    internal static string Show(object? value) => value switch
    {
        null => "null",
        byte[] bytes => Encoding.Latin1.GetString(bytes),
        object?[] items => $"[{string.Join(", ", items.Select(Show))}]",
        Dictionary<string, object?> map => $"{{{string.Join(", ", map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {Show(pair.Value)}"))}}}",
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };

    private static object?[] Row(int at, object?[]? inner) =>
    [
        null, at % 2 == 0, at - 10_000, (long)at << 32, at / 4f, at / 3.0, new byte[] { 1, 2, (byte)at }, $"text {at} é한",
        at % 3 == 0 ? "RED" : "GREEN", new byte[] { 1, 2, 3, (byte)at }, new object?[] { null, at, "x" },
        new Dictionary<string, object?> { ["k"] = (long)at, ["j"] = -1L }, at % 5 == 0 ? null : at % 2 == 0 ? "RED" : new byte[] { 9, 9, 9, 9 }, inner,
    ];
}
