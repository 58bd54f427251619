namespace Weir.Engines.DuckDb.Tests;

public sealed class AppenderTests(DuckFixture duck) : IClassFixture<DuckFixture>
{
    [Fact]
    public void Rows_of_every_type_come_back_as_they_went_in()
    {
        duck.Connection.Execute("""
            CREATE OR REPLACE TEMP TABLE every (
                a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f FLOAT, g DOUBLE, h DECIMAL(5,2), i DECIMAL(38,10),
                j VARCHAR, k BLOB, l DATE, m TIMESTAMP, n TIMESTAMPTZ, o UUID, p INTERVAL, q UBIGINT, r HUGEINT, s TIME,
                t ENUM('x', 'y'), u INTEGER[], v MAP(VARCHAR, DOUBLE), w STRUCT(a INTEGER, b VARCHAR[]), x INTEGER[2])
            """);
        object?[] row =
        [
            true, (sbyte)-1, (short)-2, -3, -4L, 1.5f, 2.5, DuckDecimal.Of(-123.45m), DuckDecimal.Of(12345678901234.5m),
            "text longer than twelve", new byte[] { 0, 1 }, new DateOnly(1969, 12, 31), new DateTime(1960, 1, 2, 3, 4, 5, 6),
            new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(9)), Guid.Parse("00000000-0000-0000-0000-00000000000a"),
            new DuckInterval(1, 2, 3), ulong.MaxValue, Int128.MinValue, new TimeOnly(1, 2, 3), "y",
            new object?[] { 1, null, 3 },
            new KeyValuePair<object, object?>[] { new("k", 1.0), new("n", null) },
            new object?[] { 7, new object?[] { "p", null } },
            new object?[] { 8, 9 },
        ];
        using (var rows = duck.Connection.Append("every"))
        {
            rows.Append(row);
            rows.Append(new object?[row.Length]);
            rows.Complete();
        }

        var read = duck.Rows("SELECT * FROM every");

        Assert.Equal(2, read.Count);
        Assert.All(read[1], Assert.Null);
        row[8] = new DuckDecimal((Int128)123456789012345 * 1_000_000_000, 10);
        row[13] = ((DateTimeOffset)row[13]!).ToUniversalTime();
        Assert.Equal(row, read[0]);
    }

    [Theory]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(10_000)]
    public void Nothing_is_lost_at_the_edges_of_chunks(int count)
    {
        duck.Connection.Execute("CREATE OR REPLACE TEMP TABLE edges (id BIGINT, tags VARCHAR[], parts STRUCT(n INTEGER, l INTEGER[])[])");
        using (var rows = duck.Connection.Append("edges"))
        {
            for (var at = 0; at < count; at++)
            {
                rows.Append(
                [
                    (long)at,
                    at % 5 == 0 ? null : Enumerable.Range(0, at % 7).Select(object? (tag) => $"a tag with a long name {tag}").ToArray(),
                    new object?[] { new object?[] { at, new object?[] { at, at + 1 } }, null },
                ]);
            }

            rows.Complete();
        }

        var check = duck.Rows("""
            SELECT count(*), sum(id), sum(len(tags)), count(tags), bool_and(parts[1].n = id AND parts[1].l[2] = id + 1 AND parts[2] IS NULL)
            FROM edges
            """)[0];

        Assert.Equal((long)count, check[0]);
        Assert.Equal((Int128)Enumerable.Range(0, count).Sum(at => (long)at), check[1]);
        Assert.Equal((Int128)Enumerable.Range(0, count).Where(at => at % 5 != 0).Sum(at => at % 7), check[2]);
        Assert.Equal((long)Enumerable.Range(0, count).Count(at => at % 5 != 0), check[3]);
        Assert.Equal(true, check[4]);
    }

    [Fact]
    public void A_row_that_does_not_fit_is_left_out_and_the_next_goes_on()
    {
        duck.Connection.Execute("CREATE OR REPLACE TEMP TABLE fits (a VARCHAR, b TINYINT, c INTEGER[])");
        using (var rows = duck.Connection.Append("fits"))
        {
            rows.Append(["first", (sbyte)1, new object?[] { 1 }]);
            Assert.Throws<DuckException>(() => rows.Append([null, 300, null]));
            Assert.Throws<DuckException>(() => rows.Append(["x", 3, new object?[] { 5, "six" }]));
            Assert.Throws<ArgumentException>(() => rows.Append(["x"]));
            rows.Append(["second", 2, new object?[] { 2 }]);
            rows.Complete();
        }

        var read = duck.Rows("SELECT * FROM fits");

        Assert.Equal(2, read.Count);
        Assert.Equal(["second", (sbyte)2, new object?[] { 2 }], read[1]);
    }

    [Fact]
    public void Rows_not_completed_are_not_there()
    {
        duck.Connection.Execute("CREATE OR REPLACE TEMP TABLE gone (a INTEGER)");
        using (var rows = duck.Connection.Append("gone"))
        {
            rows.Append([1]);
        }

        Assert.Equal(0L, duck.Scalar("SELECT count(*) FROM gone"));
    }
}
