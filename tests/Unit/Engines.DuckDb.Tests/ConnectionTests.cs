namespace Weir.Engines.DuckDb.Tests;

public sealed class ConnectionTests(DuckFixture duck) : IClassFixture<DuckFixture>
{
    private const string Endless = "SELECT count(*) FROM range(100000000000) a, range(1000000) b WHERE hash(a.range, b.range) = 1";

    [Theory]
    [InlineData("SELEC 1", DuckErrorKind.Parser)]
    [InlineData("SELECT nothing", DuckErrorKind.Binder)]
    [InlineData("SELECT * FROM nowhere", DuckErrorKind.Catalog)]
    [InlineData("SELECT 'x'::INTEGER", DuckErrorKind.Conversion)]
    [InlineData("SELECT 1; SELECT 2", DuckErrorKind.InvalidInput)]
    [InlineData("SELECT error('mine')", DuckErrorKind.InvalidInput)]
    public void An_error_has_its_class_and_leaves_the_session_usable(string sql, DuckErrorKind kind)
    {
        var error = Assert.Throws<DuckException>(() => duck.Connection.Execute(sql));

        Assert.Equal(kind, error.Kind);
        Assert.False(error.IsFatal);
        Assert.Equal(1, duck.Scalar("SELECT 1"));
    }

    [Fact]
    public void Cancelling_stops_a_running_statement()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.Throws<OperationCanceledException>(() => duck.Connection.Execute(Endless, cancel.Token));

        Assert.Equal(1, duck.Scalar("SELECT 1"));
    }

    [Fact]
    public void Cancelling_stops_a_result_being_read()
    {
        using var cancel = new CancellationTokenSource();
        using var result = duck.Connection.Query("SELECT i, repeat('x', 100) FROM range(100000000) t(i)", cancel.Token);
        Assert.NotNull(result.NextChunk());

        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
        {
            while (result.NextChunk() is not null)
            {
            }
        });
    }

    [Fact]
    public void A_cancelled_token_starts_nothing()
    {
        Assert.Throws<OperationCanceledException>(() => duck.Connection.Execute(Endless, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("SELECT * FROM read_text('/etc/hostname')")]
    [InlineData("SELECT * FROM '/etc/hostname'")]
    [InlineData("COPY (SELECT 1) TO '/tmp/weir-escape.csv'")]
    [InlineData("ATTACH '/tmp/weir-escape.db'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD '/tmp/evil.duckdb_extension'")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET threads = 64")]
    [InlineData("SELECT * FROM read_csv('https://example.com/x.csv')")]
    [InlineData("SELECT getenv('HOME')")]
    public void What_lies_outside_the_folders_is_out_of_reach(string sql)
    {
        Assert.Throws<DuckException>(() => duck.Connection.Execute(sql));
    }

    [Fact]
    public void A_way_around_through_the_parent_folder_is_out_of_reach()
    {
        var path = Path.Combine(duck.Folder, "..", "..", "etc", "hostname");

        Assert.Throws<DuckException>(() => duck.Connection.Execute($"SELECT * FROM read_text({DuckSql.Text(path)})"));
    }

    [Fact]
    public void Files_in_the_folders_are_read_and_written()
    {
        var input = duck.Text("in.csv", "a,b\n1,x\n2,y\n");
        var output = Path.Combine(duck.Folder, "out.parquet");

        duck.Connection.Execute($"COPY (SELECT * FROM read_csv({DuckSql.Text(input)})) TO {DuckSql.Text(output)} (FORMAT parquet)");

        Assert.Equal("y", duck.Scalar($"SELECT b FROM read_parquet({DuckSql.Text(output)}) WHERE a = 2"));
    }

    [Fact]
    public void More_than_the_memory_limit_spills()
    {
        // 600 MB of distinct text, sorted, in 256 MB.
        var last = duck.Rows("SELECT t FROM (SELECT repeat('x', 1000) || i t FROM range(600000) r(i)) ORDER BY t DESC LIMIT 1 OFFSET 599999");

        Assert.EndsWith("x0", (string)last[0][0]!);
    }

    [Fact]
    public void Times_are_utc_whatever_the_machine_says()
    {
        Assert.Equal("UTC", duck.Scalar("SELECT current_setting('TimeZone')"));
    }
}
