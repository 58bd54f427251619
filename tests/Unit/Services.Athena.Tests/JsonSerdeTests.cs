using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Tests;

/// <summary>What the two JSON SerDes make of lines and values (Trino's TestOpenxJsonFormat and TestJsonFormat, Athena's pages of both SerDes).</summary>
[Trait("feature", "athena.formats")]
public sealed class JsonSerdeTests : IDisposable
{
    private const string HiveJson = "org.apache.hive.hcatalog.data.JsonSerDe";

    private readonly ScanHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("a double; b string", "  {\"a\":2.5} and more", "2.5|NULL")]
    [InlineData("a double; b string", "[2.5, x] and more", "2.5|x")]
    [InlineData("a double; b string", "no json at all", "NULL|NULL")]
    [InlineData("a double; b string", "{a=7; 'b' => it /* said */} // so", "7|it")]
    [InlineData("a int; b int; c int", "[4, , 6, ]", "4|NULL|6")]
    [InlineData("a string; b string; c string", "{\"a\":TRUE,\"b\":1e3,\"c\":0.00000012}", "true|1E+3|1.2E-7")]
    [InlineData("a string; b string", "{\"a\":\"1e3\",\"b\":{ \"x\" : [1, 2E1] }}", "1e3|{\"x\":[1,2E+1]}")]
    [InlineData("a int; b smallint; c bigint", "{\"a\":\"0x1F\",\"b\":1.99,\"c\":\"2.5e2\"}", "31|1|250")]
    [InlineData("a int; b int", "{\"a\":017,\"b\":\"017\"}", "15|17")]
    [InlineData("a boolean; b boolean; c boolean", "{\"a\":\"TruE\",\"b\":1,\"c\":[true]}", "True|False|False")]
    [InlineData("a date; b date", "{\"a\":\"2024-02-31 later\",\"b\":20}", "03/02/2024|01/21/1970")]
    [InlineData("a timestamp; b timestamp", "{\"a\":\"2024-01-01t10:00:00-0230\",\"b\":\"2024-01-01 23:70:00\"}", "2024-01-01 12:30:00|2024-01-02 00:10:00")]
    [InlineData("a timestamp; b timestamp; c timestamp", "{\"a\":1.5,\"b\":60,\"c\":1700000000123}", "1970-01-01 00:00:01.5|1970-01-01 00:01:00|2023-11-14 22:13:20.123")]
    [InlineData("a array<int>; b array<int>", "{\"a\":\"\",\"b\":5}", "NULL|[5]")]
    [InlineData("a map<string,int>; s struct<x:int,y:int>", "{\"a\":\" \",\"s\":\" \"}", "NULL|[NULL, NULL]")]
    [InlineData("a struct<x:int,y:int>", "{\"a\":[1,2,3]}", "[1, 2]")]
    [InlineData("a binary", "{\"a\":\"aGk=\"}", "System.Byte[]")]
    public async Task OpenX_takes_what_is_nearly_json_and_makes_of_values_what_it_can(string columns, string line, string row)
    {
        _host.Put("t/a", line + "\n");
        Assert.Equal([row], await _host.ShownAsync(ScanHost.OpenX, columns, "|"));
    }

    [Theory]
    [InlineData("a int", "{\"a\":[1]}")]
    [InlineData("a int", "{\"a\":99999999999}")]
    [InlineData("a timestamp", "{\"a\":\"2024-01-01\"}")]
    [InlineData("a binary", "{\"a\":5}")]
    [InlineData("a map<string,int>", "{\"a\":[1]}")]
    [InlineData("a struct<x:int>", "{\"a\":true}")]
    public async Task What_is_no_value_of_its_column_fails_or_is_null_as_the_property_says(string columns, string line)
    {
        _host.Put("t/a", line + "\n");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(ScanHost.OpenX, columns, "|"));
        Assert.StartsWith("HIVE_BAD_DATA: Error parsing field value", failure.Message);
        Assert.Equal(["NULL"], await _host.ShownAsync(ScanHost.OpenX, columns, "|", ("use.null.for.invalid.data", "TRUE")));
    }

    [Theory]
    [InlineData("{\"Url\":1,\"URL\":2}", "url")]
    [InlineData("{\"x\":{\"k\":1,\"K\":2}}", "k")]
    [InlineData("{\"x\":1,\"other\":0,\"Other\":0}", "other")]
    public async Task A_key_that_comes_twice_is_an_error_unless_case_tells_them_apart(string line, string key)
    {
        _host.Put("t/a", "{\"url\":5}\n" + line + "\n");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(ScanHost.OpenX, "url int; x string", "|"));
        Assert.StartsWith($"HIVE_CURSOR_ERROR: Row is not a valid JSON Object - JSONException: Duplicate key \"{key}\"", failure.Message);
        Assert.Equal("5|NULL", (await _host.ShownAsync(ScanHost.OpenX, "url int; x string", "|", ("case.insensitive", "false")))[0]);
        Assert.Equal(["5|NULL", "NULL|NULL"], await _host.ShownAsync(ScanHost.OpenX, "url int; x string", "|", ("ignore.malformed.json", "true")));
    }

    [Fact]
    public async Task A_key_of_the_column_s_own_name_goes_before_one_with_dots()
    {
        _host.Put("t/a", "{\"a.b\":1,\"a_b\":2}\n{\"a_b\":3,\"A.B\":4}\n{\"A.B\":5}\n");
        Assert.Equal(["2", "3", "5"], await _host.ShownAsync(ScanHost.OpenX, "a_b int", "|", ("dots.in.keys", "true")));
    }

    [Fact]
    public async Task Lines_that_are_nearly_json_may_follow_others()
    {
        _host.Put("t/a", "{\"a\":1,\"b\":\"x\"}\n{a:2}\n{\"b\":\"z\",\"a\":3}\n\n{'a':null}\n");
        Assert.Equal(["1|x", "2|NULL", "3|z", "NULL|NULL", "NULL|NULL"], await _host.ShownAsync(ScanHost.OpenX, "a int; b string", "|"));
    }

    [Theory]
    [InlineData("a int; b tinyint; c double", "{\"a\":1.9e1,\"b\":200,\"c\":3} tail", "19|-56|3")]
    [InlineData("a int; b string", "{\"_col1\":\"y\",\"_col0\":4}", "4|y")]
    [InlineData("a string; b string", "{\"a\":1e3,\"B\":true}", "1e3|true")]
    [InlineData("a decimal(4,1); b boolean", "{\"a\":\"many\",\"b\":\"yes\"}", "NULL|False")]
    [InlineData("a date; b timestamp", "{\"a\":\"2023-02-29\",\"b\":\"2024-01-01T10:00\"}", "03/01/2023|2024-01-01 10:00:00")]
    [InlineData("s struct<a:int,b:int>", "{\"s\":{\"a\":1,\"_col1\":2,\"A\":3}}", "[3, 2]")]
    public async Task Hive_s_reader_takes_numbers_for_numbers_and_names_by_their_number(string columns, string line, string row)
    {
        _host.Put("t/a", line + "\n");
        Assert.Equal([row], await _host.ShownAsync(HiveJson, columns, "|"));
    }

    [Theory]
    [InlineData("a int", "{\"a\":\"1\"}", "HIVE_BAD_DATA")]
    [InlineData("a double", "{\"a\":\"1\"}", "HIVE_BAD_DATA")]
    [InlineData("a string", "{\"a\":{\"b\":1}}", "HIVE_BAD_DATA")]
    [InlineData("a decimal(3,1)", "{\"a\":1000}", "HIVE_BAD_DATA")]
    [InlineData("a timestamp", "{\"a\":1700000000}", "HIVE_BAD_DATA")]
    [InlineData("a array<int>", "{\"a\":1}", "HIVE_BAD_DATA")]
    [InlineData("a map<int,int>", "{\"a\":{\"1.5\":1}}", "HIVE_BAD_DATA")]
    [InlineData("a int", "[1]", "HIVE_CURSOR_ERROR: JsonParseException: ")]
    [InlineData("a int", "{\"a\":1", "HIVE_CURSOR_ERROR: JsonParseException: ")]
    public async Task Hive_s_reader_fails_where_OpenX_would_make_do(string columns, string line, string error)
    {
        _host.Put("t/a", line + "\n");
        Assert.StartsWith(error, (await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(HiveJson, columns, "|", ("ignore.malformed.json", "true")))).Message);
    }
}
