using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Tests;

public sealed class ParquetScanTests : IDisposable
{
    private readonly ScanHost _host = new();

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task Columns_are_matched_by_name_and_missing_ones_are_null()
    {
        _host.PutParquet("t/old", "SELECT 1::INTEGER ID, 'x' AS \"Name\", {'a': 1} nest");
        _host.PutParquet("t/new", "SELECT 'y' AS \"Name\", 5000000000::BIGINT id, 1.5::DOUBLE amount, {'b': 'q', 'a': 2} nest");
        var table = ScanHost.Table(ScanHost.Parquet, "id bigint; name string; amount double; nest struct<a:int,b:string>; later date");

        var rows = await _host.RowsAsync(table, "id, name, amount, nest.a, nest.b, later FROM t ORDER BY id");

        Assert.Equal([1L, "x", null, 1, null, null], rows[0]);
        Assert.Equal([5000000000L, "y", 1.5, 2, "q", null], rows[1]);
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task A_type_that_does_not_fit_is_refused_by_field_and_file()
    {
        _host.PutParquet("t/a", "SELECT 1.5::DOUBLE id");

        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(ScanHost.Table(ScanHost.Parquet, "id string"), "* FROM t"));

        Assert.Equal(
            "HIVE_BAD_DATA: Field id's type DOUBLE in parquet file s3://lake/t/a is incompatible with type VARCHAR defined in table schema",
            failure.Message);
    }

    [Fact]
    [Trait("feature", "athena.formats")]
    public async Task A_file_that_is_no_parquet_is_named()
    {
        _host.PutParquet("t/good", "SELECT 1 id");
        _host.Put("t/bad", "this is not parquet, although it is long enough to look at");

        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(ScanHost.Table(ScanHost.Parquet, "id int"), "* FROM t"));

        Assert.StartsWith("HIVE_BAD_DATA", failure.Message);
        Assert.Contains("s3://lake/t/bad", failure.Message);
        Assert.DoesNotContain(_host.Objects.Directory, failure.Message);
    }

    [Fact]
    [Trait("feature", "athena.scan-cost")]
    public async Task Only_the_columns_read_are_charged()
    {
        _host.PutParquet("t/a", "SELECT i id, repeat('x', 100) || i AS wide, {'p': i, 'q': i} nest FROM range(10000) r(i)");
        var table = ScanHost.Table(ScanHost.Parquet, "id bigint; wide string; nest struct<p:bigint,q:bigint>");
        var size = _host.Objects.Get("lake", "t/a").Length;

        await _host.RowsAsync(table, "sum(id) FROM t", "id");
        var narrow = _host.Bytes;
        await _host.RowsAsync(table, "count(*) FROM t", columns: "");
        var none = _host.Bytes;
        await _host.RowsAsync(table, "* FROM t");

        Assert.InRange(narrow, 10_000, size / 3);
        Assert.Equal(0, none);
        Assert.InRange(_host.Bytes, size * 3 / 4, size);
    }

    [Fact]
    [Trait("feature", "athena.partitions")]
    public async Task Partition_values_are_typed_constants_of_their_files()
    {
        var table = ScanHost.Table(ScanHost.Parquet, "id int", "dt string; hour int");
        for (var hour = 0; hour < 24; hour++)
        {
            _host.PutParquet($"t/dt=2026-01-01/hour={hour}/a", $"SELECT i::INT id FROM range({hour}) r(i)");
            _host.PutParquet($"t/dt=2026-01-01/hour={hour}/b", "SELECT 100 id");
            await _host.AddPartitionAsync(table, "2026-01-01", hour.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        await _host.AddPartitionAsync(table, "2026-01-02", "__HIVE_DEFAULT_PARTITION__");
        _host.PutParquet("t/dt=2026-01-02/hour=__HIVE_DEFAULT_PARTITION__/a", "SELECT 5 id");

        var byHour = await _host.RowsAsync(table, "hour, count(*) FROM t WHERE dt = '2026-01-01' GROUP BY hour ORDER BY hour");
        var one = await _host.RowsAsync(table, "* FROM t", keep: values => values[1] == "3");
        var unknown = await _host.RowsAsync(table, "id, dt FROM t WHERE hour IS NULL");

        Assert.Equal(24, byHour.Length);
        Assert.All(byHour, row => Assert.Equal((int)row[0]! + 1L, row[1]));
        Assert.Equal(4, one.Length);
        Assert.All(one, row => Assert.Equal(["2026-01-01", 3], row[1..]));
        Assert.Equal([5, "2026-01-02"], unknown[0]);
        Assert.Equal(24L, (await _host.RowsAsync(table, "count(DISTINCT hour) FROM t", "hour"))[0][0]);
    }

    [Fact]
    [Trait("feature", "athena.partitions")]
    public async Task Partitions_not_asked_for_are_not_listed_or_charged()
    {
        var table = ScanHost.Table(ScanHost.Lazy, "id int", "dt string", ("field.delim", ","));
        _host.Put("t/dt=a/f", "1\n");
        _host.Put("t/dt=b/f", "22222\n");
        await _host.AddPartitionAsync(table, "a");
        await _host.AddPartitionAsync(table, "b");

        var rows = await _host.RowsAsync(table, "* FROM t", keep: values => values[0] == "a");

        Assert.Equal([1, "a"], Assert.Single(rows));
        Assert.Equal(2, _host.Bytes);
        Assert.Equal(1, _host.Catalog.PartitionsListed);
    }

    [Fact]
    [Trait("feature", "athena.partitions")]
    public async Task Partition_projection_without_a_column_s_own_is_refused_rather_than_read_as_nothing()
    {
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(
            ScanHost.Table(ScanHost.Parquet, "id int", "dt string", ("projection.enabled", "true")), "* FROM t"));

        Assert.Contains("missing projection configuration: [dt]", failure.Message);
    }

    public void Dispose() => _host.Dispose();
}
