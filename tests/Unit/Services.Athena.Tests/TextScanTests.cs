using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Tests;

public sealed class TextScanTests : IDisposable
{
    private readonly ScanHost _host = new();

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task Delimited_text_is_read_as_LazySimpleSerDe_reads_it()
    {
        _host.Put("t/a", "id,name,extra\n1,\"x,1.5,true,2026-01-02,2026-01-02 03:04:05.678,9\n\\N,,nonsense,maybe,never\n7\n");
        var table = ScanHost.Table(
            ScanHost.Lazy, "id int; name string; amount double; flag boolean; day date; at timestamp", "", ("field.delim", ","), ("skip.header.line.count", "1"));

        var rows = await _host.RowsAsync(table, "* FROM t");

        Assert.Equal([1, "\"x", 1.5, true, new DateOnly(2026, 1, 2), new DateTime(2026, 1, 2, 3, 4, 5, 678)], rows[0]);
        Assert.Equal([null, "", null, null, null, null], rows[1]);
        Assert.Equal([7, null, null, null, null, null], rows[2]);
        Assert.Equal(3, rows.Length);
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task Delimited_text_holds_lists_maps_and_structs()
    {
        _host.Put("t/a", "1|2|3\tk=1,l=2\tx|7\n\\N\t\\N\t\\N\n");
        var table = ScanHost.Table(
            ScanHost.Lazy, "l array<int>; m map<string,int>; s struct<a:string,b:int>", "",
            ("field.delim", "\t"), ("collection.delim", "|"), ("mapkey.delim", "="));

        var rows = await _host.RowsAsync(table, "l, s FROM t");

        Assert.Equal(new object?[] { 1, 2, 3 }, rows[0][0]);
        Assert.Equal(new object?[] { "x", 7 }, rows[0][1]);
        Assert.Equal([null, null], rows[1]);
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task Integers_with_a_point_are_cut_not_rounded()
    {
        _host.Put("t/a", "1.9\n2\n99999999999\n1.x\n");

        var rows = await _host.RowsAsync(ScanHost.Table(ScanHost.Lazy, "id int", "", ("field.delim", ",")), "* FROM t");

        Assert.Equal([1, 2, null, null], rows.Select(row => row[0]));
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task Quoted_csv_is_read_as_OpenCSVSerde_reads_it()
    {
        _host.Put("t/a", "h1,h2,h3\n\"a \"\"q\"\" b\",1,\"x,y\"\n\"back\\\"slash\",2,\n");
        var table = ScanHost.Table(ScanHost.OpenCsv, "a string; b int; c string", "", ("skip.header.line.count", "1"));

        var rows = await _host.RowsAsync(table, "* FROM t");

        Assert.Equal(["a \"q\" b", 1, "x,y"], rows[0]);
        Assert.Equal(["back\"slash", 2, ""], rows[1]);
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task Json_keys_are_found_whatever_their_case()
    {
        _host.Put("t/a", """
            {"ID": 1, "Name":"x","nest":{"A":1,"b":[1,2]},"at":"2026-01-01T00:00:00Z","at_type":1}
            {"id":2,"name":5,"nest":{"b":[]},"extra":{"q":1},"at":"2026-01-01 00:00:00.5"}
            {"id":3}
            """);
        var table = ScanHost.Table(ScanHost.OpenX, "id int; name string; nest struct<a:int,b:array<int>>; at timestamp");

        var rows = await _host.RowsAsync(table, "id, name, nest.a, nest.b, \"at\" FROM t");

        Assert.Equal([1, "x", 1, new object?[] { 1, 2 }, new DateTime(2026, 1, 1)], rows[0]);
        Assert.Equal([2, "5", null, Array.Empty<object?>(), new DateTime(2026, 1, 1).AddMilliseconds(500)], rows[1]);
        Assert.Equal([3, null, null, null, null], rows[2]);
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task Malformed_json_fails_the_query_by_file_unless_it_is_to_be_ignored()
    {
        _host.Put("t/bad.json", "{\"id\":1}\n{\"id\":\n{\"id\":3}\n");

        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(ScanHost.Table(ScanHost.OpenX, "id int"), "* FROM t"));
        var rows = await _host.RowsAsync(ScanHost.Table(ScanHost.OpenX, "id int", "", ("ignore.malformed.json", "true")), "* FROM t");

        Assert.StartsWith("HIVE_CURSOR_ERROR: Row is not a valid JSON Object - JSONException: ", failure.Message);
        Assert.Contains("s3://lake/t/bad.json", failure.Message);
        Assert.Equal([1, null, 3], rows.Select(row => row[0]));
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task A_json_key_can_have_another_name()
    {
        _host.Put("t/a", "{\"ts\":5}\n");

        var rows = await _host.RowsAsync(ScanHost.Table(ScanHost.OpenX, "stamp bigint", "", ("mapping.stamp", "ts")), "* FROM t");

        Assert.Equal(5L, rows[0][0]);
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task Compression_goes_by_the_key_and_may_differ_from_file_to_file()
    {
        _host.Put("t/a.csv", "1\n2\n");
        _host.PutGzip("t/b.csv.gz", "3\n");
        _host.Put("t/_SUCCESS", "9\n");
        _host.Put("t/.hidden/c", "9\n");
        _host.Put("t/empty", "");
        var table = ScanHost.Table(ScanHost.Lazy, "id int", "", ("field.delim", ","));

        var rows = await _host.RowsAsync(table, "id FROM t ORDER BY 1");

        Assert.Equal([1, 2, 3], rows.Select(row => row[0]));
        Assert.Equal(4 + _host.Objects.Get("lake", "t/b.csv.gz").Length, _host.Bytes);
        _host.Put("t/d.lzo", "x");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(table, "* FROM t"));
        Assert.Contains("lzo compression of s3://lake/t/d.lzo", failure.Message);
    }

    [Fact]
    public async Task A_table_without_files_is_empty()
    {
        Assert.Empty(await _host.RowsAsync(ScanHost.Table(ScanHost.Lazy, "id int; n string"), "* FROM t"));
        Assert.Equal(0L, (await _host.RowsAsync(ScanHost.Table(ScanHost.Parquet, "id int"), "count(*) FROM t", columns: ""))[0][0]);
    }

    [Fact]
    public async Task An_unknown_SerDe_is_refused_by_name()
    {
        _host.Put("t/a", "x");

        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(ScanHost.Table("com.example.OddSerDe", "id int"), "* FROM t"));

        Assert.Contains("com.example.OddSerDe", failure.Message);
    }

    [Fact]
    public async Task Rows_can_be_counted_without_any_column()
    {
        _host.Put("t/a", "1,2\n3,4\n");
        _host.Put("t/b", "{\"x\":1}\n");

        Assert.Equal(3L, (await _host.RowsAsync(ScanHost.Table(ScanHost.Lazy, "a int; b int", "", ("field.delim", ",")), "count(*) FROM t", columns: ""))[0][0]);
    }

    public void Dispose() => _host.Dispose();
}
