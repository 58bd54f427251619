using Weir.Engines.Formats.Orc;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Tests;

[Trait("feature", "athena.formats")]
public sealed class OrcScanTests : IDisposable
{
    private readonly ScanHost _host = new();

    [Fact]
    public async Task Columns_are_matched_by_position_unless_the_table_says_by_name()
    {
        _host.PutOrc("t/a", "SELECT 1::INTEGER _col0, 'x' _col1");
        _host.PutOrc("t/b", "SELECT 2::SMALLINT _col0, 'y' _col1, DATE '2020-01-02' _col2");
        const string Columns = "id bigint; name string; day date";

        var byPlace = await _host.RowsAsync(ScanHost.Table(ScanHost.Orc, Columns), "id, name, day FROM t ORDER BY id");
        Assert.Equal([1L, "x", null], byPlace[0]);
        Assert.Equal([2L, "y", new DateOnly(2020, 1, 2)], byPlace[1]);

        var byName = await _host.RowsAsync(
            ScanHost.Table(ScanHost.Orc, "_col1 string; id bigint; _COL0 int", "", ("orc.column.index.access", "false")), "_col1, id, _col0 FROM t ORDER BY 1");
        Assert.Equal(["x", null, 1], byName[0]);
        Assert.Equal(["y", null, 2], byName[1]);
    }

    [Fact]
    public async Task Nested_columns_with_fields_added_later_are_read()
    {
        _host.PutOrc("t/a", "SELECT {'a': 1, 'b': [1.5::DOUBLE, NULL]} item, MAP {'k': 7} tags");
        _host.PutOrc("t/b", "SELECT {'b': [2.5::DOUBLE], 'c': 'new', 'a': 2} item, MAP {'k': 8} tags");
        var table = ScanHost.Table(ScanHost.Orc, "item struct<a:int,b:array<double>,c:string>; tags map<string,int>");

        var rows = await _host.RowsAsync(table, "item.a, item.b[1], item.c, tags['k'] FROM t ORDER BY 1");

        Assert.Equal([1, 1.5, null, 7], rows[0]);
        Assert.Equal([2, 2.5, "new", 8], rows[1]);
    }

    [Fact]
    public async Task Partitions_and_files_keep_their_rows()
    {
        _host.PutOrc("t/day=1/a", "SELECT i id FROM range(10) r(i)");
        _host.PutOrc("t/day=2/b", "SELECT i id FROM range(20) r(i)");
        var table = ScanHost.Table(ScanHost.Orc, "id bigint", "day int");
        await _host.AddPartitionAsync(table, "1");
        await _host.AddPartitionAsync(table, "2");

        var rows = await _host.RowsAsync(table, "day, count(*), sum(id) FROM t GROUP BY day ORDER BY day");

        Assert.Equal(["1 10 45", "2 20 190"], rows.Select(row => string.Join(' ', row)));
    }

    [Fact]
    public async Task A_type_that_does_not_fit_is_refused_by_column_and_file()
    {
        _host.PutOrc("t/a", "SELECT 'one' id");

        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(ScanHost.Table(ScanHost.Orc, "id int"), "* FROM t"));

        Assert.Equal(
            "HIVE_BAD_DATA: Malformed ORC file. Can not read SQL type 'INTEGER' from ORC stream '.id' of type VARCHAR [s3://lake/t/a]",
            failure.Message);
    }

    [Fact]
    public async Task Damaged_files_are_named()
    {
        _host.PutOrc("t/good", "SELECT i id, 'text ' || i AS text FROM range(5000) r(i)");
        var table = ScanHost.Table(ScanHost.Orc, "id bigint; text string");
        var bytes = _host.Objects.Get("lake", "t/good");

        _host.Put("t/none", "this is no ORC file, although it is long enough");
        var none = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(table, "* FROM t"));
        Assert.StartsWith("HIVE_BAD_DATA: Malformed ORC file.", none.Message);
        Assert.Contains("s3://lake/t/none", none.Message);

        var damaged = bytes.ToArray();
        damaged.AsSpan(bytes.Length / 2, 64).Fill(0xFF);
        _host.Objects.Put("lake", "t/none", damaged);
        var broken = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(table, "count(text), sum(id) FROM t"));
        Assert.StartsWith("HIVE_BAD_DATA: Malformed ORC file.", broken.Message);
        Assert.Contains("s3://lake/t/none", broken.Message);
    }

    [Fact]
    public async Task Only_the_streams_read_are_charged_and_a_condition_leaves_groups_out()
    {
        _host.PutOrc("t/a", "SELECT i id, repeat('x', 100) || hash(i) wide FROM range(100000) r(i)", new() { Codec = OrcCodec.None, RowIndexStride = 1000 });
        var table = ScanHost.Table(ScanHost.Orc, "id bigint; wide string");
        var size = _host.Objects.Get("lake", "t/a").Length;

        await _host.RowsAsync(table, "sum(length(wide)) FROM t", "wide");
        var wide = _host.Bytes;
        await _host.RowsAsync(table, "sum(id) FROM t", "id");
        var narrow = _host.Bytes;
        var id = new SqlColumn("id", SqlType.BigInt);
        var rows = await _host.RowsAsync(
            table, "sum(length(wide)), count(*) FROM t WHERE id BETWEEN 70100 AND 70200", filter: new AllOfFilter(
            [
                new ColumnTest(id, ColumnTestKind.GreaterOrEqual, [70100m]), new ColumnTest(id, ColumnTestKind.LessOrEqual, [70200m]),
            ]));

        Assert.Equal(101L, rows[0][1]);
        Assert.InRange(wide, size * 9 / 10, size);
        Assert.InRange(narrow, 1, size / 20);
        Assert.InRange(_host.Bytes, 1, size / 10);
    }

    [Fact]
    public async Task A_transactional_table_shows_what_its_base_deltas_and_deletes_leave()
    {
        static string Rows(int transaction, int count) =>
            $"SELECT 0 operation, {transaction}::BIGINT \"originalTransaction\", 536870912 bucket, i AS \"rowId\", {transaction}::BIGINT \"currentTransaction\", "
            + $"{{'id': i * 10 + {transaction}, 'name': 'n' || i}} AS \"row\" FROM range({count}) t(i)";
        static string Gone(int transaction, string rows) =>
            $"SELECT 2 operation, {transaction}::BIGINT \"originalTransaction\", 536870912 bucket, i::BIGINT AS \"rowId\", 9::BIGINT \"currentTransaction\", "
            + $"NULL::STRUCT(id BIGINT, name VARCHAR) AS \"row\" FROM (VALUES {rows}) t(i)";
        _host.PutOrc("t/base_0000001/bucket_00000", Rows(1, 50)); // replaced by the next
        _host.PutOrc("t/base_0000002/bucket_00000", Rows(2, 5));
        _host.PutOrc("t/delta_0000001_0000001_0000/bucket_00000", Rows(1, 70)); // in the base
        _host.PutOrc("t/delta_0000003_0000003_0000/bucket_00000", Rows(3, 30)); // in the compacted one
        _host.PutOrc("t/delta_0000003_0000004/bucket_00000", Rows(3, 3));
        _host.PutOrc("t/delta_0000005_0000005_0000/bucket_00000", Rows(5, 2));
        _host.PutOrc("t/delta_0000005_0000005_0001/bucket_00000", Rows(6, 1));
        _host.Put("t/delta_0000005_0000005_0001/bucket_00000_flush_length", "12345678");
        _host.Put("t/base_0000002/_orc_acid_version", "2");
        _host.PutOrc("t/delete_delta_0000006_0000006_0000/bucket_00000", Gone(2, "(0), (3)"));
        _host.PutOrc("t/delete_delta_0000007_0000007_0000/bucket_00000", Gone(3, "(1)"));
        var table = ScanHost.Table(ScanHost.Orc, "id bigint; name string") with { Parameters = new Dictionary<string, string> { ["transactional"] = "true" } };

        var rows = await _host.RowsAsync(table, "id, name FROM t ORDER BY id");

        Assert.Equal("3 5 6 12 15 22 23 42", string.Join(' ', rows.Select(row => row[0])));
        Assert.Equal(8L, (await _host.RowsAsync(table, "count(*) FROM t", columns: ""))[0][0]);
    }

    public void Dispose() => _host.Dispose();
}
