using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Tests;

[Trait("feature", "athena.formats")]
public sealed class IonScanTests : IDisposable
{
    private const string Serde = "com.amazon.ionhiveserde.IonHiveSerDe";

    private readonly ScanHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Text_is_read_with_its_types_comments_and_annotations()
    {
        _host.Put("t/a.ion", """
            $ion_1_0
            // a comment
            {Id: 1, name: "é\u4e2d\n", flag: true, d: 1.50, f: 2.5e0, at: 2026-01-02T03:04:05.678+09:00, day: 2026-01-02, l: [1, null.int, 3],
             s: {a: sym, b: 'quoted symbol'}, m: {k: 1, j: 2}, b: {{ aGVsbG8= }}}
            note::{id: 0x1F, name: '''long ''' /* and */ '''text''', d: -12d-1, f: nan, at: 2026T, l: (7)} {id: null}
            """);
        var rows = await _host.RowsAsync(
            ScanHost.Table(Serde, "id int; name string; flag boolean; d decimal(5,2); f double; at timestamp; day date; l array<int>; s struct<a:string,b:string>; m map<string,int>; b binary"),
            "id, name, flag, CAST(d AS VARCHAR), f, CAST(\"at\" AS VARCHAR), CAST(day AS VARCHAR), CAST(l AS VARCHAR), s.a, s.b, m['j'], CAST(b AS VARCHAR) FROM t");
        Assert.Equal([1, "é中\n", true, "1.50", 2.5, "2026-01-01 18:04:05.678", "2026-01-02", "[1, NULL, 3]", "sym", "quoted symbol", 2, "hello"], rows[0]);
        Assert.Equal([31, "long text", null, "-1.20", double.NaN, "2026-01-01 00:00:00", null, "[7]", null, null, null, null], rows[1]);
        Assert.All(rows[2], Assert.Null);
        Assert.Equal(3, rows.Length);
    }

    [Theory] // Trino's TestIonFormat
    [InlineData("a string; b string; c string", "{a: 4.50, b: [x, {y: \"z\"}], c: null.int}", "4.50|[\"x\",{y:\"z\"}]|NULL")]
    [InlineData("a int", "{a: 3} 7 null.list {} spam", "3;NULL;NULL;NULL;NULL")]
    [InlineData("a date; b timestamp", "{a: 2024-12-31T23:59:59.9999999999Z, b: 2024-01-01T00:00:00.123456789123Z}", "12/31/2024|2024-01-01 00:00:00.123456")]
    [InlineData("a decimal(5,1)", "{a: 12.300} {a: 2d2}", "12.3;200.0")]
    [InlineData("a varchar(2)", "{a: 'long'}", "lo")]
    public async Task Values_fit_their_columns_or_become_text(string columns, string ion, string rows)
    {
        _host.Put("t/a.ion", ion);
        Assert.Equal(rows.Split(';'), await _host.ShownAsync(Serde, columns, "|"));
    }

    [Theory]
    [InlineData("a int", "{a: null.list}")]
    [InlineData("a boolean", "{a: yes}")]
    [InlineData("a float", "{a: 1e60}")]
    [InlineData("a decimal(5,1)", "{a: 12.34}")]
    public async Task Values_that_do_not_fit_fail_the_query_or_make_a_row_of_nulls(string columns, string ion)
    {
        _host.Put("t/a.ion", ion);
        Assert.StartsWith("HIVE_BAD_DATA", (await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(Serde, columns, "|"))).Message);
        Assert.Equal(["NULL"], await _host.ShownAsync(Serde, columns, "|", ("ion.ignore_malformed", "true")));
    }

    [Fact]
    public async Task What_follows_something_that_is_no_ion_is_not_read_where_that_is_to_be_ignored()
    {
        _host.Put("t/a.ion", "{a: 1} {a: 2} } {a: 3}");
        await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(Serde, "a int", "|"));
        Assert.Equal(["1", "2"], await _host.ShownAsync(Serde, "a int", "|", ("ion.ignore_malformed", "true")));
        Assert.StartsWith("NOT_SUPPORTED", (await Assert.ThrowsAsync<QueryFailure>(() => _host.ShownAsync(Serde, "a map<int,int>", "|"))).Message);
    }

    [Fact]
    public async Task Binary_is_read_with_its_symbol_tables()
    {
        // $ion_symbol_table::{symbols: ["id", "name", "at"]} {id: 300, name: "ab", at: 2026-01-02T03:04:05.5Z} {id: -1, name: null}
        var hex = Symbols() + Struct("8A" + "22012C" + "8B" + "826162" + "8C" + "6A" + "80" + "0FEA" + "81" + "82" + "83" + "84" + "85" + "C1" + "05") + Struct("8A" + "3101" + "8B" + "8F");
        _host.Objects.Put("lake", "t/a.ion", Convert.FromHexString(hex));
        var rows = await _host.RowsAsync(ScanHost.Table(Serde, "id int; name string; at timestamp"), "id, name, CAST(\"at\" AS VARCHAR) FROM t");
        Assert.Equal([[300, "ab", "2026-01-02 03:04:05.5"], [-1, null, null]], rows);
    }

    [Theory]
    [InlineData("79FFFFFFFFFFFFFFFFFF", "which no table has")]
    [InlineData("6E91800FEA8182838485807FFFFFFFFFFFFFFF", "a time that does not exist")]
    public async Task Numbers_past_all_bounds_are_damage(string value, string reason)
    {
        _host.Objects.Put("lake", "t/a.ion", Convert.FromHexString("E00100EA" + value));
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(ScanHost.Table(Serde, "id int"), "* FROM t"));
        Assert.StartsWith("HIVE_BAD_DATA: ", failure.Message);
        Assert.Contains(reason, failure.Message);
        Assert.Contains("s3://lake/t/a.ion", failure.Message);
    }

    [Fact]
    public async Task Columns_may_lie_deep_in_a_value()
    {
        _host.Put("t/a.ion", "{identification: {name: \"foo\", family_name: \"bar\"}, alias: [\"first\", \"second\"]}");
        Assert.Equal([["foo", "bar", "second"]], await _host.RowsAsync(
            ScanHost.Table(Serde, "name string; family string; second string", "", ("ion.name.path_extractor", "(identification name)"),
                ("ion.family.path_extractor", "(identification family_name)"), ("ion.second.path_extractor", "(alias 1)")), "* FROM t"));
    }

    [Fact]
    public async Task A_number_too_large_fails_the_query_unless_it_may_lose_its_high_bits()
    {
        _host.Put("t/a.ion", "{id: 3000000000}");
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(ScanHost.Table(Serde, "id int"), "* FROM t"));
        Assert.Contains("s3://lake/t/a.ion", failure.Message);
        Assert.Equal(-1294967296, (await _host.RowsAsync(ScanHost.Table(Serde, "id int", "", ("ion.fail_on_overflow", "false")), "* FROM t"))[0][0]);
    }

    [Theory]
    [InlineData("{id: 1")]
    [InlineData("{id: }")]
    [InlineData("\"open")]
    [InlineData("{id: 2026-13-01}")]
    [InlineData("[1 2]")]
    public async Task What_is_no_ion_is_named(string text)
    {
        _host.Put("t/bad.ion", text);
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(ScanHost.Table(Serde, "id int"), "* FROM t"));
        Assert.StartsWith("HIVE_BAD_DATA", failure.Message);
        Assert.Contains("s3://lake/t/bad.ion", failure.Message);
    }

    private static string Symbols()
    {
        const string Names = "826964" + "846E616D65" + "826174";
        const string Table = "87" + "BB" + Names; // symbols: a list of 11 bytes
        var body = "DD" + Table;
        return "E00100EA" + "EE" + Length(2 + (body.Length / 2)) + "8183" + body;
    }

    private static string Struct(string members) => "DE" + Length(members.Length / 2) + members;

    private static string Length(int bytes) => (0x80 | bytes).ToString("X2", System.Globalization.CultureInfo.InvariantCulture);
}
