using System.Text;
using Weir.Engines.Formats.Codecs.Zstd;
using Weir.Tests.Support;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Tests;

/// <summary>What the SerDes make of text that is out of the ordinary.</summary>
[Trait("feature", "athena.formats")]
public sealed class SerdeTests : IDisposable
{
    private const string Regex = "org.apache.hadoop.hive.serde2.RegexSerDe";
    private const string Grok = "com.amazonaws.glue.serde.GrokSerDe";
    private const string Multi = "org.apache.hadoop.hive.contrib.serde2.MultiDelimitSerDe";
    private const string HiveJson = "org.apache.hive.hcatalog.data.JsonSerDe";

    private readonly ScanHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Lines_end_with_LF_or_CR_or_both_and_the_last_needs_no_end()
    {
        _host.Put("t/a", "1,a\r\n2,b\r3,c\n\r\n5,e");
        Assert.Equal(["1 a", "2 b", "3 c", "NULL NULL", "5 e"], await Rows(ScanHost.Lazy, "id int; n string", ("field.delim", ",")));
    }

    [Fact]
    public async Task A_mark_of_the_byte_order_is_no_part_of_the_first_field()
    {
        _host.Put("t/a", "\uFEFF1,a\n");
        Assert.Equal(["1 a"], await Rows(ScanHost.Lazy, "id int; n string", ("field.delim", ",")));
    }

    [Fact]
    public async Task Headers_and_footers_are_no_rows()
    {
        _host.Put("t/a", "h1\nh2\n1\n2\ntotal\nend\n");
        _host.Put("t/b", "h1\nh2\nx\n");
        var table = ScanHost.Table(ScanHost.Lazy, "id int", "", ("field.delim", ","), ("skip.header.line.count", "2"), ("skip.footer.line.count", "2"));
        Assert.Equal([1, 2], (await _host.RowsAsync(table, "id FROM t ORDER BY 1")).Select(row => row[0]));
    }

    [Fact]
    public async Task An_escape_keeps_delimiters_and_itself()
    {
        _host.Put("t/a", "a\\,b,c\\\\,\\N,x\\|y|z\n");
        Assert.Equal(["a,b c\\ NULL [x|y, z]"], await Rows(
            ScanHost.Lazy, "a string; b string; c string; d array<string>", ("field.delim", ","), ("escape.delim", "\\"), ("collection.delim", "|")));
    }

    [Fact]
    public async Task A_delimiter_may_be_a_word()
    {
        _host.Put("t/a", "1||a|b||2.5\n||| |\n");
        Assert.Equal(["1 a|b 2.5", "NULL | | NULL"], await Rows(Multi, "id int; n string; d double", ("field.delim", "||")));
    }

    [Fact]
    public async Task Nested_values_use_a_delimiter_for_each_level()
    {
        _host.Put("t/a", "a:1\u00042;b:3\u0001x;1:2\n");
        Assert.Equal(["{a: [1, 2], b: [3]} [x, [1, 2]]"], await Rows(
            ScanHost.Lazy, "m map<string,array<int>>; s struct<n:string,l:array<int>>", ("collection.delim", ";"), ("mapkey.delim", ":")));
    }

    [Fact]
    public async Task Another_text_may_stand_for_null_and_empty_numbers_are()
    {
        _host.Put("t/a", "NA,NA,,\n,x,1e3,true\n");
        Assert.Equal(["NULL NULL NULL NULL", "NULL x 1000 True"], await Rows(
            ScanHost.Lazy, "a int; b string; c double; d boolean", ("field.delim", ","), ("serialization.null.format", "NA")));
    }

    [Theory]
    [InlineData("UTF-16", "utf-16BE", false)]
    [InlineData("UTF-16", "utf-16", true)]
    [InlineData("UTF-16LE", "utf-16", false)]
    [InlineData("EUC-KR", "949", false)]
    [InlineData("CP949", "949", false)]
    [InlineData("ISO-8859-1", "iso-8859-1", false)]
    public async Task Other_encodings_are_read(string name, string encoding, bool hasMark)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var written = int.TryParse(encoding, out var page) ? Encoding.GetEncoding(page) : Encoding.GetEncoding(encoding);
        var text = name == "ISO-8859-1" ? "é" : "서울 똠방";
        _host.Objects.Put("lake", "t/a", [.. hasMark ? written.Preamble : [], .. written.GetBytes($"1,{text}\r\n2,b\n")]);
        Assert.Equal([$"1 {text}", "2 b"], await Rows(ScanHost.Lazy, "id int; n string", ("field.delim", ","), ("serialization.encoding", name)));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_replaced_not_refused()
    {
        _host.Objects.Put("lake", "t/a", [(byte)'1', (byte)',', 0xFF, 0xC3, (byte)'x', (byte)'\n']);
        Assert.Equal(["1 \uFFFD\uFFFDx"], await Rows(ScanHost.Lazy, "id int; n string", ("field.delim", ",")));
    }

    [Fact]
    public async Task Decimals_are_rounded_half_up_and_null_where_they_do_not_fit()
    {
        _host.Put("t/a", "1.005,1\n-1.005,99999999999999999999999999999999999999\n12345.6,0.5e1\n.5,x\n");
        Assert.Equal(["1.01 1", "-1.01 99999999999999999999999999999999999999", "NULL 5", "0.50 NULL"], await Rows(
            ScanHost.Lazy, "a decimal(5,2); b decimal(38,0)", ("field.delim", ",")));
    }

    [Fact]
    public async Task Timestamps_may_have_patterns_of_their_own()
    {
        _host.Put("t/a", "2026-01-02T03:04:05.678Z\n02/Jan/2026:03:04:05 +0900\n2026-01-02 03:04\n2026-13-02 03:04:05\n");
        Assert.Equal(["2026-01-02 03:04:05.678", "2026-01-01 18:04:05", "NULL", "2027-01-02 03:04:05"], await Rows(
            ScanHost.Lazy, "at timestamp", ("field.delim", ";"), ("timestamp.formats", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z',dd/MMM/yyyy:HH:mm:ss Z")));
        Assert.Equal(["NULL", "NULL", "NULL", "2027-01-02 03:04:05"], await Rows(ScanHost.Lazy, "at timestamp", ("field.delim", ";")));
    }

    [Fact]
    public async Task A_quoted_field_holds_delimiters_quotes_and_line_ends()
    {
        _host.Put("t/a", "1,\"a\nb, \"\"c\"\"\",x\n2,\"\",\"\\\"\"\n3,d\"e\"f,\"g\"\n\n5");
        Assert.Equal(["1|a\nb, \"c\"|x", "2||\"", "3|d\"e\"f|g", "NULL|NULL|NULL", "5|NULL|NULL"], await Rows(
            ScanHost.OpenCsv, "a string; b string; c string", separator: "|"));
    }

    [Fact]
    public async Task A_quote_that_closes_nowhere_costs_its_line_alone()
    {
        _host.Put("t/a", "1,\"open\n2,b\n3,\"c\"\n");
        Assert.Equal(["1 NULL", "2 b", "3 c"], await Rows(ScanHost.OpenCsv, "a string; b string"));
    }

    [Fact]
    public async Task A_quoted_value_of_the_wrong_type_fails_the_query_by_file()
    {
        _host.Put("t/bad.csv", "\"x\",\"1\"\n");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => Rows(ScanHost.OpenCsv, "a int; b int"));
        Assert.StartsWith("HIVE_BAD_DATA: Error parsing field value 'x' for field 0", failure.Message);
        Assert.Contains("s3://lake/t/bad.csv", failure.Message);
    }

    [Fact]
    public async Task A_regular_expression_s_groups_are_the_columns_and_other_lines_are_null()
    {
        _host.Put("t/a", "10.0.0.1 - GET /a?b=1 200\nnonsense\n10.0.0.2 - POST /c x\n");
        Assert.Equal(["10.0.0.1 GET /a?b=1 200", "NULL NULL NULL NULL", "NULL NULL NULL NULL"], await Rows(
            Regex, "ip string; verb string; path string; status int", ("input.regex", "^(\\S+) - (\\S+) (\\S+) ([0-9]+)$")));
        Assert.Equal(["10.0.0.1", "NULL", "10.0.0.2"], await Rows(Regex, "ip string", ("input.regex", "(\\S+) - .* [0-9X]+"), ("input.regex.case.insensitive", "true")));
    }

    [Fact]
    public async Task Grok_has_the_usual_patterns_and_those_of_the_table()
    {
        _host.Put("t/a", """
            55.3.244.1 GET /index.html 15824 0.043 ab-12
            no match
            2001:db8::1 PUT /x 1 7 zz-99
            """);
        Assert.Equal(["55.3.244.1 GET /index.html 15824 0.043 ab-12", "NULL NULL NULL NULL NULL NULL", "2001:db8::1 PUT /x 1 7 zz-99"], await Rows(
            Grok, "client string; method string; request string; bytes bigint; duration double; code string",
            ("input.format", "%{IP:client} %{WORD:method} %{URIPATHPARAM:request} %{NUMBER:bytes} %{NUMBER:duration} %{CODE:code}"),
            ("input.grokCustomPatterns", "CODE [a-z]{2}-[0-9]{2}")));
    }

    [Fact]
    public async Task A_grok_pattern_nobody_knows_is_named()
    {
        _host.Put("t/a", "x");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => Rows(Grok, "a string", ("input.format", "%{NOSUCH:a}")));
        Assert.Contains("NOSUCH", failure.Message);
    }

    [Fact]
    public async Task Json_holds_nested_values_and_text_of_any_value()
    {
        _host.Put("t/a", """
            {"l":[{"x":1,"Y":"a"},null],"m":{"k":{"z":[1.5]}},"s":{"q":1,"a":[true]},"n":"12","b":"TRUE","d":"1.005","esc":"é\"\n"}
            {"l":{"x":2},"m":{},"s":"plain","n":3.9,"b":"no","d":7,"esc":null}
            """);
        Assert.Equal(
            ["[[1, a], NULL]|{k: [[1.5]]}|{\"q\":1,\"a\":[true]}|12|True|1.01|é\"\n", "[[2, NULL]]|{}|plain|3|False|7.00|NULL"],
            await Rows(
                ScanHost.OpenX, "l array<struct<x:int,y:string>>; m map<string,struct<z:array<double>>>; s string; n int; b boolean; d decimal(5,2); esc string",
                separator: "|"));
    }

    [Fact]
    public async Task Keys_with_dots_and_keys_by_case_are_found_as_the_properties_say()
    {
        _host.Put("t/a", "{\"a.b\":1,\"Url\":\"mixed\"}\n");
        Assert.Equal(["1 mixed"], await Rows(ScanHost.OpenX, "a_b int; url string", ("dots.in.keys", "true")));
        _host.Put("t/a", "{\"a.b\":1,\"URL\":\"upper\",\"url\":\"lower\"}\n");
        Assert.Equal(["NULL upper lower"], await Rows(
            ScanHost.OpenX, "a_b int; url1 string; url2 string", ("case.insensitive", "false"), ("mapping.url1", "URL"), ("mapping.url2", "url")));
    }

    [Fact]
    public async Task Both_Hive_readers_of_json_read_the_same()
    {
        _host.Put("t/a", "{\"A\":1,\"t\":\"2026-01-02 03:04:05.5\",\"nest\":{\"B\":[1,2]}}\n");
        foreach (var serde in new[] { HiveJson, "org.apache.hadoop.hive.serde2.JsonSerDe" })
        {
            Assert.Equal(["1 2026-01-02 03:04:05.5 [[1, 2]]"], await Rows(serde, "a int; t timestamp; nest struct<b:array<int>>"));
        }
    }

    [Fact]
    public async Task A_json_value_of_the_wrong_type_fails_the_query_unless_it_is_to_be_null()
    {
        _host.Put("t/a.json", "{\"a\":\"x\"}\n{\"a\":5}\n");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => Rows(ScanHost.OpenX, "a int"));
        Assert.StartsWith("HIVE_BAD_DATA: Error parsing field value 'x' for field 0", failure.Message);
        await Assert.ThrowsAsync<QueryFailure>(() => Rows(ScanHost.OpenX, "a int", ("ignore.malformed.json", "true")));
        Assert.Equal(["NULL", "5"], await Rows(ScanHost.OpenX, "a int", ("use.null.for.invalid.data", "true")));
    }

    [Theory]
    [InlineData("bz2", "bzip2", "-c")]
    [InlineData("gz", "gzip", "-c")]
    [InlineData("zst", "zstd", "-c")]
    [InlineData("lz4", "lz4", "-c")]
    public async Task Text_is_read_from_compressed_files_also_of_several_members(string extension, string tool, string option)
    {
        var one = Tool.Run(tool, Encoding.UTF8.GetBytes("1,a\n2,b\n"), option, "-");
        var many = string.Concat(Enumerable.Range(3, 100_000).Select(at => $"{at},row {at}\n"));
        _host.Objects.Put("lake", $"t/x.csv.{extension}", [.. one, .. Tool.Run(tool, Encoding.UTF8.GetBytes(many), option, "-")]);
        var rows = await _host.RowsAsync(ScanHost.Table(ScanHost.Lazy, "id int; n string", "", ("field.delim", ",")), "count(*), sum(id), max(n) FROM t");
        Assert.Equal([100_002L, (Int128)(100_002L * 100_003 / 2), "row 99999"], rows[0]);
    }

    [Fact]
    public async Task A_compressed_file_that_ends_too_soon_fails_the_query_by_name()
    {
        var whole = ZstdCodec.Compress(Encoding.UTF8.GetBytes("1,a\n2,b\n"));
        _host.Objects.Put("lake", "t/cut.zst", whole[..^6]);
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => Rows(ScanHost.Lazy, "id int; n string", ("field.delim", ",")));
        Assert.StartsWith("HIVE_BAD_DATA", failure.Message);
        Assert.Contains("s3://lake/t/cut.zst", failure.Message);
    }

    [Fact]
    public async Task A_large_file_is_read_in_parts_that_together_have_each_row_once()
    {
        var text = new StringBuilder();
        for (var at = 0; text.Length < 40 << 20; at++)
        {
            text.Append(at).Append(',').Append('x', at % 300).Append(at % 3 == 0 ? "\r\n" : "\n");
        }

        var count = text.ToString().Split('\n').Length - 1;
        _host.Put("t/large", text.ToString());
        var rows = await _host.RowsAsync(
            ScanHost.Table(ScanHost.Lazy, "id int; n string", "", ("field.delim", ",")), "count(*), count(DISTINCT id), max(id), sum(length(n)) FROM t");
        Assert.Equal([(long)count, (long)count, count - 1, (Int128)Enumerable.Range(0, count).Sum(at => (long)(at % 300))], rows[0]);
    }

    private async Task<string[]> Rows(string serde, string columns, params (string, string)[] parameters) =>
        await Rows(serde, columns, " ", parameters);

    private Task<string[]> Rows(string serde, string columns, string separator, params (string, string)[] parameters) =>
        _host.ShownAsync(serde, columns, separator, parameters);
}
