using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Orc;

namespace Weir.Engines.Formats.Tests.Orc;

/// <summary>What our writer writes our reader reads, in every type and compression.</summary>
[Trait("feature", "athena.formats")]
public sealed class OrcRoundTripTests : IDisposable
{
    /// <summary>All types, NULL every few rows, numbers of every kind of run.</summary>
    private const string Rows = """
        SELECT
            i AS id,
            CASE WHEN i % 7 <> 0 THEN i % 3 = 0 END AS flag,
            CASE WHEN i % 5 <> 0 THEN CAST(i % 100 - 50 AS TINYINT) END AS tiny,
            CAST(i % 30000 - 15000 AS SMALLINT) AS small,
            CASE WHEN i % 11 <> 0 THEN CAST(hash(i) % 2000000000 AS INTEGER) END AS number,
            CASE WHEN i % 2 = 0 THEN CAST(hash(i) >> 1 AS BIGINT) * (CASE WHEN i % 4 = 0 THEN -1 ELSE 1 END) ELSE 7 END AS big,
            CAST(i AS FLOAT) / 3 AS single,
            CASE WHEN i % 13 <> 0 THEN CAST(i AS DOUBLE) / 7 END AS real,
            CASE WHEN i % 3 <> 0 THEN 'group number ' || (i % 40) END AS word,
            'row ' || i || repeat('x', CAST(i % 40 AS INTEGER)) AS text,
            CASE WHEN i % 4 <> 0 THEN encode('b' || i) END AS bytes,
            DATE '1970-01-01' + CAST(i % 40000 - 20000 AS INTEGER) AS day,
            TIMESTAMP '1970-01-01 00:00:00' + to_milliseconds((i - 2000) * 86400123) AS moment,
            CASE WHEN i % 6 <> 0 THEN CAST(i % 900 AS DECIMAL(4, 1)) END AS price4,
            CAST(i AS DECIMAL(9, 2)) AS price9,
            CAST(-i / 7 AS DECIMAL(18, 5)) AS price18,
            CASE WHEN i % 9 <> 0 THEN CAST(CAST(i AS HUGEINT) * 123456789012345678901 AS DECIMAL(38, 10)) END AS price38,
            CASE WHEN i % 8 <> 0 THEN list_transform(range(i % 5), lambda x: CASE WHEN x <> 2 THEN x + i END) END AS list,
            CASE WHEN i % 10 <> 0 THEN {'a': i, 'b': CASE WHEN i % 3 <> 0 THEN 's' || i END, 'c': {'d': i % 2 = 0}} END AS item,
            CASE WHEN i % 12 <> 0 THEN map_from_entries(list_transform(range(i % 4), lambda x: {'k': 'k' || x, 'v': x * i})) END AS pairs,
            list_transform(range(i % 3), lambda x: [x, NULL, i]) AS lists
        FROM range(25000) t(i)
        """;

    private readonly DuckDatabase _database = DuckDatabase.Open(new() { Threads = 2 });
    private readonly DuckConnection _connection;

    public OrcRoundTripTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData("1969-12-31 23:59:58.000999", "1969-12-31 23:59:58.000999")] // less than a millisecond: seconds are not rounded up
    [InlineData("1969-12-31 23:59:58.001", "1969-12-31 23:59:58.001")]
    [InlineData("1969-12-31 23:59:58", "1969-12-31 23:59:58")]
    [InlineData("1969-12-31 23:59:58.999999", "1969-12-31 23:59:58.999999")]
    [InlineData("1900-01-01 00:00:00.5", "1900-01-01 00:00:00.5")]
    [InlineData("0001-01-01 00:00:00.123456", "0001-01-01 00:00:00.123456")]
    [InlineData("1969-12-31 23:59:59.000999", "1969-12-31 23:59:59.000999")]
    [InlineData("1969-12-31 23:59:59.5", "1970-01-01 00:00:00.5")] // the second that the format cannot tell from the next one: as the ORC project's readers have it
    [InlineData("1970-01-01 00:00:00.5", "1970-01-01 00:00:00.5")]
    public void Times_before_1970_are_what_the_format_s_own_readers_make_of_them(string written, string read)
    {
        using var scan = _database.Scans.Add(OrcTable.Of(Written($"SELECT TIMESTAMP '{written}' AS x", new()), "f"));
        using var result = _connection.Query($"SELECT CAST(x AS VARCHAR) FROM {scan}", TestContext.Current.CancellationToken);
        Assert.Equal(read, result.NextChunk()![0].Text(0));
    }

    [Theory]
    [InlineData(OrcCodec.None, 64 << 20, 10_000, 256 << 10)]
    [InlineData(OrcCodec.Zlib, 400_000, 10_000, 256 << 10)]
    [InlineData(OrcCodec.Snappy, 300_000, 1_000, 4 << 10)]
    [InlineData(OrcCodec.Lz4, 1_000_000, 777, 16 << 10)]
    [InlineData(OrcCodec.Zstd, 64 << 20, 5_000, 64 << 10)]
    public void Rows_of_every_type_come_back(OrcCodec codec, long stripeBytes, int stride, int blockBytes)
    {
        var file = Written(Rows, new() { Codec = codec, StripeBytes = stripeBytes, RowIndexStride = stride, BlockBytes = blockBytes });

        Assert.Equal(25_000, file.Rows);
        Assert.Equal(codec, file.Codec);
        using var scan = _database.Scans.Add(OrcTable.Of(file, "f"));
        Assert.Equal(0L, One($"SELECT count(*) FROM ((SELECT * FROM ({Rows})) EXCEPT ALL (SELECT * EXCLUDE (weir_row, weir_file) FROM {scan}))"));
        Assert.Equal(25_000L, One($"SELECT count(*) FROM {scan}"));
    }

    [Fact]
    public void Ranges_leave_out_groups_and_lose_no_row()
    {
        var file = Written(Rows, new() { Codec = OrcCodec.Snappy, RowIndexStride = 1_000, StripeBytes = 1_000_000 });
        Assert.True(file.StripeCount > 1);
        var all = new OrcTable(file.Fields, "weir_file", [All(file)], []);
        using var allScan = _database.Scans.Add(all);
        using var counted = _connection.Query($"SELECT bit_xor(hash(t)) FROM (SELECT * EXCLUDE (weir_row) FROM {allScan}) t WHERE id BETWEEN 12345 AND 14001");
        var expected = counted.NextChunk()![0].Read(0);
        counted.Dispose();

        var some = new OrcTable(file.Fields, "weir_file", [All(file)], [new(0) { Least = 12345L, Most = 14001L }]);
        using var scan = _database.Scans.Add(some);
        Assert.Equal(expected, One($"SELECT bit_xor(hash(t)) FROM (SELECT * EXCLUDE (weir_row) FROM {scan}) t WHERE id BETWEEN 12345 AND 14001"));
        Assert.InRange((long)One($"SELECT count(id) FROM {scan}")!, 1657, 4_000);
        Assert.InRange(some.Read.Bytes, 1, all.Read.Bytes - 1);
    }

    [Theory]
    [InlineData(8, "group number 41", false)]
    [InlineData(8, "group number 3", true)]
    [InlineData(8, "zebra", false)]
    public void A_value_that_no_bounds_hold_is_not_looked_for(int column, string value, bool isThere)
    {
        var file = Written("SELECT * FROM (" + Rows + ") WHERE word IS NULL OR word <= 'group number 4'", new() { Codec = OrcCodec.None });
        var table = new OrcTable(file.Fields, "weir_file", [All(file)], [new(column) { Least = value, Most = value, Values = [value] }]);
        using var scan = _database.Scans.Add(table);

        Assert.Equal(isThere, One($"SELECT count(*) FROM {scan} WHERE word = '{value}'") is > 0L);
        Assert.Equal(isThere, One($"SELECT count(word) FROM {scan}") is > 0L);
        Assert.Equal(isThere, table.Read.Bytes > 0);
    }

    [Fact]
    public void Moments_before_1970_and_nanoseconds_survive()
    {
        const string Moments = """
            SELECT * FROM (VALUES (TIMESTAMP '1969-12-31 23:59:58.5'), (TIMESTAMP '1900-01-01 00:00:00.000001'), (TIMESTAMP '0001-01-01 00:00:00'),
            (TIMESTAMP '2400-02-29 12:00:00.999999'), (TIMESTAMP '1970-01-01 00:00:00'), (NULL)) t(m)
            """;
        var file = Written(Moments, new());
        using var scan = _database.Scans.Add(OrcTable.Of(file, "f"));

        Assert.Equal(0L, One($"SELECT count(*) FROM (({Moments}) EXCEPT ALL (SELECT m FROM {scan}))"));
    }

    [Fact]
    public void A_file_without_rows_reads_as_such()
    {
        var file = Written("SELECT 1 AS a, 'x' AS b WHERE false", new());
        using var scan = _database.Scans.Add(OrcTable.Of(file, "f"));

        Assert.Equal(["a", "b"], file.Fields.Select(field => field.Name));
        Assert.Equal(0L, One($"SELECT count(a) FROM {scan}"));
    }

    private static OrcTableFile All(OrcFile file) => new(file, "f", [.. Enumerable.Range(0, file.Fields.Count)], 0);

    private OrcFile Written(string sql, OrcWriteOptions options)
    {
        var output = new MemoryStream();
        using var result = _connection.Query(sql);
        var writer = new OrcFileWriter(output, result.Columns, options);
        while (result.NextChunk() is { } chunk)
        {
            writer.Write(chunk);
        }

        writer.Finish();
        var bytes = output.ToArray();
        return OrcFile.Open(() => new MemoryBytes(bytes), new());
    }

    private object? One(string sql)
    {
        using var result = _connection.Query(sql);
        return result.NextChunk()![0].Read(0);
    }
}
