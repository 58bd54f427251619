using System.Text;
using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Grok;

namespace Weir.Engines.Discovery.Tests;

public sealed class DocumentTests
{
    private static FileSchema Look(string text, params CustomClassifier[] custom) =>
        FileSniffer.Text(Encoding.UTF8.GetBytes(text), isWhole: true, "f", custom);

    private static string Columns(FileSchema schema) => string.Join(", ", schema.Columns.Select(column => $"{column.Name} {column.Type}"));

    [Fact]
    public void Json_lines_merge_into_one_row()
    {
        var schema = Look("""
            {"Id": 1, "v": 1, "tags": ["a"], "at": {"x": 1}, "none": null}
            {"Id": 2, "v": 2.5, "tags": [], "at": {"y": [true]}, "mixed": 1}
            {"Id": 3, "v": null, "mixed": "one"}
            """);
        Assert.Equal("id bigint, v double, tags array<string>, at struct<x:bigint,y:array<boolean>>, none string, mixed string", Columns(schema));
        Assert.Equal(3, schema.Records);
        Assert.Contains("both bigint and string", schema.Columns[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_are_no_names_make_a_map()
    {
        var schema = Look("""{"zones": {"a.example.org": {"hits": 1}, "b.example.org": {"hits": 2, "size": 0.5}}, "plain": {"x_1": 1}}""");
        Assert.Equal("zones map<string,struct<hits:bigint,size:double>>, plain struct<x_1:bigint>", Columns(schema));
    }

    [Fact]
    public void An_array_is_one_column_until_a_path_makes_rows()
    {
        const string Text = """[{"a": 1}, {"a": 2, "b": "x"}]""";
        Assert.Equal("array array<struct<a:bigint,b:string>>", Columns(Look(Text)));
        Assert.Equal("a bigint, b string", Columns(Look(Text, new CustomClassifier.Json("rows", "$[*]"))));
        Assert.Equal("c bigint", Columns(Look("""{"rows": [{"c": 1}]}""", new CustomClassifier.Json("rows", "$.rows[*]"))));
    }

    /// <summary>Source: AWS Glue Developer Guide, "Writing JSON custom classifiers": what a path finds that is no object is a record.</summary>
    [Theory]
    [InlineData("$.code", "record string")]
    [InlineData("$['code']", "record string")]
    [InlineData("$.marks[*].value", "record bigint")]
    [InlineData("$.marks", "record array<struct<kind:string,value:bigint>>")]
    [InlineData("$.marks[*]", "kind string, value bigint")]
    [InlineData("$.marks[0]", "kind string, value bigint")]
    [InlineData("$", "code string, marks array<struct<kind:string,value:bigint>>")]
    [InlineData("$.nothing", "code string, marks array<struct<kind:string,value:bigint>>")]
    [InlineData("no path", "code string, marks array<struct<kind:string,value:bigint>>")]
    public void A_path_says_what_a_row_is(string path, string columns)
    {
        const string Text = """
            {"code": "ak", "marks": [{"kind": "a", "value": 1}, {"kind": "b", "value": 2}]}
            {"code": "al", "marks": []}
            """;
        Assert.Equal(columns, Columns(Look(Text, new CustomClassifier.Json("own", path))));
    }

    [Fact]
    public void A_classifier_that_can_fit_nothing_says_so()
    {
        Assert.Equal("no path is no JSON path of $, names, indexes and [*]", new CustomClassifier.Json("own", "no path").Problem);
        Assert.Equal("the pattern only words names no column", new CustomClassifier.Grok("own", "x", "only words", null).Problem);
        Assert.Null(new CustomClassifier.Json("own", "$[*]").Problem);
        Assert.Equal("csv", Look("a,b\n1,2\n3,4\n", new CustomClassifier.Grok("own", "x", "only words", null)).Classification);
    }

    [Fact]
    public void Dirt_between_documents_is_left_out_and_said()
    {
        var schema = Look("{\"a\": 1}\nnot json\n{\"a\": 2}\n");
        Assert.Equal("a bigint", Columns(schema));
        Assert.Contains(schema.Reasons, reason => reason.Contains("ignore.malformed.json", StringComparison.Ordinal));
    }

    [Fact]
    public void Dirt_costs_no_more_memory_than_its_line()
    {
        var text = "{\"a\": 1}\n" + string.Concat(Enumerable.Repeat("{\"a\": nul}\n", 1000)) + string.Concat(Enumerable.Repeat("{\"a\": 2}\n", 50_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(50_001, Look(text).Records);

        // The errors of the JSON reader quote all that it was given.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void After_five_thousand_lines_of_dirt_a_file_has_been_looked_at_enough()
    {
        var schema = Look("{\"a\": 1}\n" + string.Concat(Enumerable.Repeat("{,\n", 6000)) + "{\"b\": 2}\n");

        Assert.Equal("a bigint", Columns(schema));
        Assert.Contains(schema.Reasons, reason => reason.StartsWith("5001 broken lines", StringComparison.Ordinal) && reason.EndsWith("was not looked at", StringComparison.Ordinal));
    }

    [Fact]
    public void Logs_are_told_by_their_lines()
    {
        const string Line = "1.2.3.4 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a.gif HTTP/1.0\" 200 2326";
        Assert.Equal("apache", Look($"{Line}\n{Line}\n").Classification);
        Assert.Equal("combined_apache", Look($"{Line} \"http://x\" \"Mozilla\"\n").Classification);
        Assert.Contains("referrer string, agent string", Columns(Look($"{Line} \"http://x\" \"Mozilla\"\n")), StringComparison.Ordinal);
        var custom = new CustomClassifier.Grok("own", "app", "%{LEVELS:level} %{NUMBER:took:int} %{GREEDYDATA:text}", "LEVELS (?:LOW|HIGH)");
        var schema = Look("LOW 5 all well\nHIGH 7 not so\n", custom);
        Assert.Equal(("app", "level string, took int, text string"), (schema.Classification, Columns(schema)));
        Assert.Throws<FormatException>(() => GrokPattern.Parse("%{NOWHERE:x}", null));
        Assert.Throws<FormatException>(() => GrokPattern.Parse("%{A:x}", "A %{A}"));
    }

    /// <summary>Source: AWS Glue Developer Guide, "AWS Glue built-in patterns".</summary>
    [Theory]
    [InlineData("CISCOMAC", "00a1.b2c3.d4e5")]
    [InlineData("WINDOWSMAC", "00-A1-B2-C3-D4-E5")]
    [InlineData("MAC", "00:a1:b2:c3:d4:e5")]
    [InlineData("BASE16FLOAT", "0x1F.8")]
    [InlineData("DATESTAMP_US", "03/21/2026 04:05:06")]
    [InlineData("DATESTAMP_EU", "21.03.2026-04:05:06")]
    [InlineData("DATESTAMP_RFC822", "Sat Mar 21 2026 04:05:06 PST")]
    [InlineData("DATESTAMP_RFC2822", "Sat, 21 Mar 2026 04:05:06 +0100")]
    [InlineData("DATESTAMP_OTHER", "Sat Mar 21 04:05:06 UTC 2026")]
    [InlineData("DATESTAMP_EVENTLOG", "20260321040506")]
    [InlineData("CISCOTIMESTAMP", "Mar 21 04:05:06")]
    [InlineData("MESSAGESLOG", "Mar 21 04:05:06 host app[12]: started")]
    [InlineData("COMMONAPACHELOG_DATATYPED", "1.2.3.4 - - [21/Mar/2026:04:05:06 +0100] \"GET / HTTP/1.1\" 200 12")]
    public void Documented_patterns_are_known(string name, string text)
    {
        var pattern = GrokPattern.Parse($"%{{WORD:level}} %{{{name}}}", null);
        Assert.Equal("INFO", pattern.Match($"INFO {text}")?[0]);
        Assert.Null(pattern.Match($"INFO <{text}>"));
    }

    [Fact]
    public void What_is_unwanted_is_no_column()
    {
        var schema = Look("LOW a 5\nHIGH b 7\n", new CustomClassifier.Grok("own", "app", "%{WORD:level} %{WORD:UNWANTED} %{SIZE:size:long}", "SIZE %{NUMBER:UNWANTED}"));
        Assert.Equal("level string, size bigint", Columns(schema));
    }

    [Fact]
    public void Xml_rows_are_elements_of_a_tag()
    {
        const string Text = "<all><row id=\"1\"><name>a</name><n>1</n><n>2</n></row><row id=\"2\"><name>b</name><sub><x>1.5</x></sub></row></all>";
        Assert.Equal("xml", Look(Text).Classification);
        Assert.False(Look(Text).IsKnown);
        var schema = Look(Text, new CustomClassifier.Xml("own", "rows", "row"));
        Assert.Equal("id bigint, name string, n array<bigint>, sub struct<x:double>", Columns(schema));
    }

    [Fact]
    public void Avro_has_its_schema_in_its_head()
    {
        var schema = "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"Id\",\"type\":\"long\"},{\"name\":\"at\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}]},"
            + "{\"name\":\"price\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2}},{\"name\":\"next\",\"type\":[\"null\",\"r\"]},{\"name\":\"tags\",\"type\":{\"type\":\"map\",\"values\":\"int\"}}]}";
        static byte[] Text(string value) => [.. Varint(Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)];
        byte[] head = [(byte)'O', (byte)'b', (byte)'j', 1, .. Varint(1), .. Text("avro.schema"), .. Text(schema), 0];
        Assert.Equal(FileFormat.Avro, FileSniffer.Magic(head));
        Assert.Equal("id bigint, at timestamp, price decimal(9,2), next string, tags map<string,int>", Columns(FileSniffer.Avro(head)));
        for (var cut = 4; cut < head.Length; cut += 7)
        {
            Assert.NotNull(FileSniffer.Avro(head.AsSpan(0, cut)));
        }
    }

    [Fact]
    public void Random_bytes_end_in_an_answer()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            if (round % 2 == 0)
            {
                var letters = "{}[]\",:\n\r<>1a.\\"u8;
                for (var at = 0; at < bytes.Length; at++)
                {
                    bytes[at] = letters[bytes[at] % letters.Length];
                }
            }

            Assert.NotNull(FileSniffer.Text(bytes, isWhole: round % 3 == 0, "f.csv", []));
        }
    }

    private static byte[] Varint(int value)
    {
        var raw = (uint)value << 1;
        var bytes = new List<byte>();
        while (raw > 0x7F)
        {
            bytes.Add((byte)(raw | 0x80));
            raw >>= 7;
        }

        return [.. bytes, (byte)raw];
    }
}
