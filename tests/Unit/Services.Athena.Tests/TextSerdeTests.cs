using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Tests;

/// <summary>What the SerDes of text make of values (Trino's TestSimpleFormat, TestCsvFormat, TestRegexFormat and TestGrokFormat).</summary>
[Trait("feature", "athena.formats")]
public sealed class TextSerdeTests : IDisposable
{
    private const string Regex = "org.apache.hadoop.hive.serde2.RegexSerDe";
    private const string Grok = "com.amazonaws.glue.serde.GrokSerDe";

    private readonly ScanHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("date", "2023-02-30 and so on", "03/02/2023")]
    [InlineData("date", "2023-14-1", "02/01/2024")]
    [InlineData("date", "2023-1", "NULL")]
    [InlineData("timestamp", "2024-01-31 23:59:61.9999996", "2024-02-01 00:00:02")]
    [InlineData("timestamp", "2024-01-31T10:20", "2024-01-31 10:20:00")]
    [InlineData("timestamp", "2024-01-31 10:20", "NULL")]
    [InlineData("timestamp", "2024-01-31", "NULL")]
    [InlineData("double", "nan", "NULL")]
    [InlineData("double", "NaN", "NaN")]
    [InlineData("varchar(3)", "wxyz", "wxy")]
    [InlineData("char(3)", "w  z", "w")]
    public async Task Values_of_delimited_text(string type, string text, string value)
    {
        _host.Put("t/a", text + "\n");
        Assert.Equal([value], await _host.ShownAsync(ScanHost.Lazy, $"a {type}", "|"));
    }

    [Fact]
    public async Task Binary_values_are_base_64_of_either_alphabet_or_themselves()
    {
        _host.Put("t/a", "-_8\n$5\n\n");
        var rows = await _host.RowsAsync(ScanHost.Table(ScanHost.Lazy, "a binary"), "a FROM t");
        Assert.Equal([new byte[] { 0xFB, 0xFF }, "$5"u8.ToArray(), []], rows.Select(row => (byte[])row[0]!));
    }

    [Fact]
    public async Task The_last_field_of_a_struct_takes_the_rest_as_the_last_column_does()
    {
        _host.Put("t/a", "x,1:2:3,y,z\n");
        Assert.Equal(["x|[1, 2:3]|y,z"], await _host.ShownAsync(
            ScanHost.Lazy, "a string; b struct<c:int,d:string>; e string", "|", ("field.delim", ","), ("collection.delim", ":"), ("serialization.last.column.takes.rest", "true")));
    }

    [Fact]
    public async Task A_delimiter_is_a_character_s_number_or_its_first_character()
    {
        _host.Put("t/a", "x\ty|z\n");
        Assert.Equal(["x y|z"], await _host.ShownAsync(ScanHost.Lazy, "a string; b string", " ", ("field.delim", "9")));
        Assert.Equal(["x\ty z"], await _host.ShownAsync(ScanHost.Lazy, "a string; b string", " ", ("field.delim", "|+|")));
    }

    [Fact]
    public async Task Formats_of_timestamps_may_hold_a_comma_and_milliseconds_a_point()
    {
        _host.Put("t/a", "1700000000123.9;2024/01/31, 10\n");
        Assert.Equal(["2023-11-14 22:13:20.123 2024-01-31 10:00:00"], await _host.ShownAsync(
            ScanHost.Lazy, "a timestamp; b timestamp", " ", ("field.delim", ";"), ("timestamp.formats", "yyyy/MM/dd\\, HH,MILLIS")));
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(ScanHost.Lazy, "a timestamp", " ", ("timestamp.formats", "yyyy\\d")));
        Assert.StartsWith("HIVE_INVALID_METADATA: Invalid 'timestamp.formats'", failure.Message);
    }

    [Fact]
    public async Task Deep_values_need_a_property_of_their_table()
    {
        var deep = string.Concat(Enumerable.Repeat("array<", 8)) + "int" + new string('>', 8);
        _host.Put("t/a", "1\u000b2\n");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(ScanHost.Lazy, $"a {deep}", " "));
        Assert.Contains("hive.serialization.extend.nesting.levels", failure.Message);
        Assert.Equal(["[[[[[[[[1, 2]]]]]]]]"], await _host.ShownAsync(ScanHost.Lazy, $"a {deep}", " ", ("hive.serialization.extend.nesting.levels", "true")));
    }

    [Fact]
    public async Task A_quote_for_an_escape_is_a_backslash()
    {
        _host.Put("t/a", "\"a\\\"b\",\"c\"\n");
        Assert.Equal(["a\"b|c"], await _host.ShownAsync(ScanHost.OpenCsv, "a string; b string", "|", ("escapeChar", "\"")));
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(ScanHost.OpenCsv, "a string", "|", ("escapeChar", "\""), ("quoteChar", "\\")));
        Assert.StartsWith("HIVE_INVALID_METADATA", failure.Message);
    }

    [Fact] // Athena's page of the SerDe
    public async Task A_quoted_value_of_another_type_may_be_null()
    {
        _host.Put("t/a", "\"x\",\"\"\n\"7\",\"1e2\"\n");
        Assert.Equal(["NULL|NULL", "7|100"], await _host.ShownAsync(ScanHost.OpenCsv, "a int; b double", "|", ("use.null.for.invalid.data", "true")));
    }

    [Fact] // Hive's MultiDelimitSerDe: the delimiter is plain text
    public async Task A_delimiter_of_several_characters_is_plain_text()
    {
        _host.Put("t/a", "1.*x.*y.*z\n2\n");
        Assert.Equal(["1 x y", "2 NULL NULL"], await _host.ShownAsync("org.apache.hadoop.hive.serde2.MultiDelimitSerDe", "a int; b string; c string", " ", ("field.delim", ".*")));
        _host.Put("t/a", "a01b0c\n");
        Assert.Equal(["a b0c"], await _host.ShownAsync("org.apache.hadoop.hive.serde2.MultiDelimitSerDe", "a string; b string", " ", ("field.delim", "01")));
    }

    [Theory]
    [InlineData("(?<a>\\w++)-(\\d+)-(?<c>.*)", "ab-12-x y", "ab|12|x y")]
    [InlineData("(\\p{Upper}+)-([\\w&&[^x]]+)-(\\Q.*\\E)", "AB-12-.*", "AB|12|.*")]
    public async Task Regular_expressions_are_java_s(string pattern, string line, string row)
    {
        _host.Put("t/a", line + "\n");
        Assert.Equal([row], await _host.ShownAsync(Regex, "a string; b string; c string", "|", ("input.regex", pattern)));
    }

    [Fact]
    public async Task Grok_drops_quotes_and_gives_columns_of_other_names_what_took_part()
    {
        _host.Put("t/a", "Mar 3 04:05:06 web app[7]: \"said\"\n");
        (string, string)[] properties = [("input.format", "%{SYSLOGBASE} %{QS:what}")];
        Assert.Equal(["Mar 3 04:05:06|web|app|7|said"], await _host.ShownAsync(Grok, "one string; two string; three string; four int; five string", "|", properties));
        Assert.Equal(["said|web|NULL"], await _host.ShownAsync(Grok, "what string; logsource string; facility int", "|", properties));
        Assert.Contains("empty", (await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(Grok, "a string", "|", ("input.format", " ")))).Message);
    }

    [Fact]
    public async Task Grok_s_expressions_are_java_s_too()
    {
        _host.Put("t/a", "k=v7;rest\n");
        Assert.Equal(["k|v7|rest"], await _host.ShownAsync(
            Grok, "a string; b string; c string", "|",
            ("input.format", "%{KEY:a}=(?<b>\\w++);(?:(x)|%{REST:c})"), ("input.grokCustomPatterns", "KEY (\\p{Lower}|y)\nREST [\\w&&[^\\d]]+")));
    }

    [Fact] // Athena's limits of rows
    public async Task A_line_of_more_than_32_MB_is_too_long()
    {
        _host.Put("t/a.csv", new string('x', 32 << 20) + "\ny\n");
        Assert.Equal([32 << 20, 1], (await _host.RowsAsync(ScanHost.Table(ScanHost.Lazy, "a string"), "CAST(length(a) AS INTEGER) FROM t")).Select(row => row[0]));
        _host.Put("t/a.csv", "y\n" + new string('x', (32 << 20) + 1) + "\n");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(ScanHost.Lazy, "a string", ""));
        Assert.StartsWith("LINE_TOO_LONG: Line too long in text file: ", failure.Message);
        Assert.Contains("s3://lake/t/a.csv", failure.Message);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("one")]
    public async Task A_number_of_header_lines_that_is_none_is_an_error(string count)
    {
        _host.Put("t/a", "1\n");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(ScanHost.Lazy, "a int", "", ("skip.header.line.count", count)));
        Assert.Equal($"HIVE_INVALID_METADATA: Invalid value for skip.header.line.count property: {count}", failure.Message);
    }
}
